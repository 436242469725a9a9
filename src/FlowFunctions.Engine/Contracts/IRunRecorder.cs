using FlowFunctions.Engine.Machine;

namespace FlowFunctions.Engine.Contracts;

/// <summary>
/// Is told what happens to runs, after it is durable; for records, live views and logs. Calls for one run come in order and from
/// one thread at a time; an implementation must be quick and must not throw.
/// </summary>
public interface IRunRecorder
{
    /// <summary>An event was applied.</summary>
    /// <param name="state">The run after it.</param>
    /// <param name="runEvent">The event.</param>
    /// <param name="effects">What it caused; valid during the call only.</param>
    void Record(RunState state, RunEvent runEvent, CommandBuffer effects);
}
