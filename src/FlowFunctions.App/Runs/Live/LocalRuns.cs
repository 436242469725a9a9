using System.Diagnostics.CodeAnalysis;
using FlowFunctions.App.Runs.Read;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Storage.Runs;

namespace FlowFunctions.App.Runs.Live;

/// <summary>Runs that this process carries out: those in memory first, then those in the tables.</summary>
internal sealed class LocalRuns(LiveRuns live, RunStore store) : IRunSource
{
    /// <inheritdoc/>
    public async ValueTask<RunRecord?> FindAsync(string workspace, string runId, CancellationToken cancellationToken)
    {
        if (live.TryGet(runId, out var run))
        {
            return run.Header.Workspace == workspace ? run.ToRecord() : null;
        }

        // Tables refuse other ids as keys.
        return RunIds.IsAllowed(runId)
            ? await store.GetAsync(workspace, runId, cancellationToken: cancellationToken)
            : null;
    }

    /// <inheritdoc/>
    [SuppressMessage("Reliability", "CA2000", Justification = "The caller disposes of it.")]
    public ValueTask<FollowedRun?> FollowAsync(
        string workspace,
        string runId,
        LiveRun? known,
        CancellationToken cancellationToken
    )
    {
        var run = live.TryGet(runId, out var open) ? open : known;
        return ValueTask.FromResult(run is not null && run.Header.Workspace == workspace ? new FollowedRun(run) : null);
    }

    /// <inheritdoc/>
    public IEnumerable<RunHeader> List(string? after) => live.List(after);

    /// <inheritdoc/>
    public IAsyncEnumerable<RunHeader> ListOpenAsync(RunQuery query, CancellationToken cancellationToken) =>
        live.List(query.Continuation)
            .Where(run => !run.Status.IsTerminal() && RunList.Matches(run, query))
            .ToAsyncEnumerable();

    /// <inheritdoc/>
    public bool IsBeingStored(string runId)
    {
        if (live.TryGet(runId, out _))
        {
            return true;
        }

        var called = runId + "~";
        return live.List(runId).FirstOrDefault() is { } next && next.RunId.StartsWith(called, StringComparison.Ordinal);
    }
}
