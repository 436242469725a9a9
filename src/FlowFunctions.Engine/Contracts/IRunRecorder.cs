using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Runs;

namespace FlowFunctions.Engine.Contracts;

/// <summary>
/// Is told what happens to runs, after it is durable; for records, live views and logs. Calls for one run come in order and from
/// one thread at a time; an implementation must be quick and must not throw.
/// </summary>
/// <remarks>
/// After a restart an engine tells everything again of each run that is open, from <see cref="RunStarted"/> on and before anything new of
/// that run, a run before the runs that it started. An engine that keeps finished runs does the same for those that were not released,
/// while it works already. So an implementation can begin with nothing, and what it kept from before must be replaced, not added to. What was
/// told before may be told a second time in another grouping: then the state is that after each event.
/// </remarks>
public interface IRunRecorder
{
    /// <summary>An event was applied.</summary>
    /// <param name="state">The run after all events that became durable together with this one.</param>
    /// <param name="runEvent">The event.</param>
    /// <param name="effects">What it caused; valid during the call only.</param>
    void Record(RunState state, RunEvent runEvent, CommandBuffer effects);

    /// <summary>A run waits for admission. When it is admitted its first event is recorded.</summary>
    /// <param name="state">The run; see <see cref="RunState.Queued"/>.</param>
    /// <param name="at">Since when.</param>
    void RecordQueued(RunState state, DateTimeOffset at) { }

    /// <summary>A run has ended without having been admitted.</summary>
    /// <param name="state">The run; see <see cref="RunState.Queued"/>.</param>
    /// <param name="result">How it ended.</param>
    /// <param name="at">When.</param>
    void RecordNeverStarted(RunState state, RunResult result, DateTimeOffset at) { }
}
