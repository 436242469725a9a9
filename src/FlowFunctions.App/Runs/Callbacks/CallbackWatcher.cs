using FlowFunctions.App.Runs.Live;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Runs;

namespace FlowFunctions.App.Runs.Callbacks;

/// <summary>Notices ends of runs that this process carries out.</summary>
internal sealed class CallbackWatcher(CallbackQueue queue) : IRunWatcher
{
    /// <inheritdoc/>
    public void Watch(LiveRun run, RunState state, RunEvent runEvent, CommandBuffer effects)
    {
        if (state.Start is { HasCallback: true } start && effects.Commands is [.., CompleteRun])
        {
            queue.Ended(start);
        }
    }

    /// <inheritdoc/>
    public void WatchUnstarted(LiveRun run)
    {
        // What such a run was started with is gone with it; so it is looked up.
        var header = run.Header;
        if (header.Status.IsTerminal())
        {
            queue.Add(new(header.Workspace, header.RunId));
        }
    }
}
