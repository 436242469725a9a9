using FlowFunctions.App.Runs.Live;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Runs;

namespace FlowFunctions.App.Limits.Runs;

/// <summary>Counts the open runs of the embedded engine, those from before a restart too; runs that other runs have called do not count.</summary>
internal sealed class OpenRunWatcher(RunPlaces places) : IRunWatcher
{
    /// <inheritdoc/>
    public void Watch(LiveRun run, RunState state, RunEvent runEvent, CommandBuffer effects)
    {
        if (runEvent is RunStarted && Of(run) is { } started)
        {
            started.Open(run.RunId);
        }

        if (effects.Commands is [.., CompleteRun])
        {
            Of(run)?.Close(run.RunId);
        }
    }

    /// <inheritdoc/>
    public void WatchUnstarted(LiveRun run)
    {
        if (run.Header.Status.IsTerminal())
        {
            Of(run)?.Close(run.RunId);
        }
        else
        {
            Of(run)?.Open(run.RunId);
        }
    }

    private WorkspaceRuns? Of(LiveRun run) =>
        run.RunId.Contains('~', StringComparison.Ordinal) ? null : places.Of(run.Header.Workspace);
}
