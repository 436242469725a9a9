using FlowFunctions.Engine.Steps;

namespace FlowFunctions.Engine.Admission;

/// <summary>As many runs of the flow are open as its <c>settings.concurrency</c> allows; nothing was started.</summary>
public sealed class ConcurrencyLimitException : StartRefusedException
{
    internal ConcurrencyLimitException(string message)
        : base(ErrorCodes.ConcurrencyLimit, message) { }
}
