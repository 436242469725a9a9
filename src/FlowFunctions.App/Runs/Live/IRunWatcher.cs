using FlowFunctions.Engine.Machine;

namespace FlowFunctions.App.Runs.Live;

/// <summary>Is told of every event of every run once it is durable. Calls for one run come in order; it must be quick and must not throw.</summary>
internal interface IRunWatcher
{
    /// <summary>An event was applied.</summary>
    /// <param name="run">The run; its header and history hold the event.</param>
    /// <param name="state">The run after all events that became durable together with this one.</param>
    /// <param name="runEvent">The event.</param>
    /// <param name="effects">What it caused; valid during the call only.</param>
    void Watch(LiveRun run, RunState state, RunEvent runEvent, CommandBuffer effects);

    /// <summary>A run began to wait for admission, or ended without having been admitted; there is no event for that.</summary>
    /// <param name="run">The run; its header tells which.</param>
    void WatchUnstarted(LiveRun run) { }
}
