using FlowFunctions.Engine.Admission;

namespace FlowFunctions.Engine.Embedded;

/// <summary>The engine is about to stop; nothing was started.</summary>
public sealed class EngineDrainingException : StartRefusedException
{
    internal EngineDrainingException()
        : base("Engine.Draining", "The engine is stopping and takes no new runs. Start the run on the next instance.")
    { }
}
