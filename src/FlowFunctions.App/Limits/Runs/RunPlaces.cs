using System.Collections.Concurrent;
using FlowFunctions.App.Limits.Space;

namespace FlowFunctions.App.Limits.Runs;

/// <summary>
/// Lets a workspace have so many open runs. With the embedded engine each process counts its own, exactly; on a Durable Task backend the
/// tables know the open runs of all instances, and what was started here since they were read is counted on top.
/// </summary>
/// <param name="book">The limits.</param>
/// <param name="space">What the workspaces hold.</param>
/// <param name="time">The clock.</param>
/// <param name="open">Tells the open runs; null where <see cref="OpenRunWatcher"/> does.</param>
internal sealed class RunPlaces(LimitBook book, StorageUse space, TimeProvider time, IOpenRunIds? open = null)
{
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(5);

    /// <summary>When no place is left, it is looked again whether some have ended.</summary>
    private static readonly TimeSpan KeptWhenFull = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, WorkspaceRuns> _workspaces = new(StringComparer.Ordinal);

    /// <summary>The open runs of a workspace.</summary>
    public WorkspaceRuns Of(string workspace) => _workspaces.GetOrAdd(workspace, _ => new WorkspaceRuns(time));

    /// <summary>A run is about to be started.</summary>
    /// <exception cref="OpenRunLimitException">429: there is no place for it.</exception>
    /// <exception cref="Problems.ProblemException">507: the workspace is full.</exception>
    public async ValueTask TakeAsync(string workspace, string runId, CancellationToken cancellationToken)
    {
        var limits = await book.OfAsync(workspace);
        await space.CheckRunAsync(workspace, limits);
        if (limits[LimitKind.OpenRuns] is not { } limit)
        {
            return;
        }

        var runs = Of(workspace);
        await ListAsync(workspace, runs, Kept, cancellationToken);
        if (runs.TryTake(runId, limit))
        {
            return;
        }

        await ListAsync(workspace, runs, KeptWhenFull, cancellationToken);
        if (!runs.TryTake(runId, limit))
        {
            LimitMetrics.Refused("openRuns");
            throw new OpenRunLimitException(limit);
        }
    }

    /// <summary>It was not started.</summary>
    public void GiveBack(string workspace, string runId) => Of(workspace).GiveBack(runId);

    /// <summary>How many runs of a workspace are open.</summary>
    public async ValueTask<long> CountAsync(string workspace, CancellationToken cancellationToken)
    {
        var runs = Of(workspace);
        await ListAsync(workspace, runs, KeptWhenFull, cancellationToken);
        return runs.Count;
    }

    private async ValueTask ListAsync(
        string workspace,
        WorkspaceRuns runs,
        TimeSpan kept,
        CancellationToken cancellationToken
    )
    {
        if (open is not null && runs.Age > kept)
        {
            var at = time.GetTimestamp();
            runs.Set(await open.ListAsync(workspace, cancellationToken), at);
        }
    }
}
