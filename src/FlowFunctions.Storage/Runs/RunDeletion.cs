using System.Collections.Concurrent;
using FlowFunctions.Storage.Accounts;
using FlowFunctions.Storage.Rows;
using FlowFunctions.Storage.Tables;

namespace FlowFunctions.Storage.Runs;

/// <summary>
/// Deletes runs and what they called. The row of the index goes last, when all the rest is gone: a deletion that is cut short is found and
/// done again.
/// </summary>
internal sealed class RunDeletion(TableClient runs, TableClient index, HistoryBlobs blobs)
{
    private const int MaxAtOnce = 4;

    // A deletion has no body.
    private const int RowBytes = 600;

    public async Task<IReadOnlyList<RunDeleteFailure>> DeleteAsync(
        IReadOnlyList<RunHeader> headers,
        CancellationToken cancellationToken
    )
    {
        var targets = headers
            .DistinctBy(static run => (run.Workspace, run.RunId))
            .Select(static (run, i) => new Target(run, RunKeys.Partition(run), i))
            .ToArray();
        var failures = new ConcurrentDictionary<int, Exception>();
        var all = new ConcurrentBag<Target>(targets);
        await EachAsync(
            CalledBy(targets),
            async (search, token) =>
            {
                await foreach (var called in search.FindAsync(runs, token))
                {
                    all.Add(called);
                }
            },
            static search => search.Owners,
            failures,
            cancellationToken
        );
        await EachAsync(
            [.. all.Where(target => target.Run.HasHistoryBlob && !failures.ContainsKey(target.Owner))],
            async (target, token) => await blobs.DeleteAsync(target.Run, token),
            static target => [target.Owner],
            failures,
            cancellationToken
        );
        await SendAsync(
            all.DistinctBy(static target => (target.Partition, target.Run.RunId))
                .Select(target => Delete(runs, target, target.Partition)),
            failures,
            cancellationToken
        );
        await SendAsync(
            targets
                .Where(static target => target.Run.ParentRunId is null)
                .Select(target => Delete(index, target, RunKeys.OfIndex(target.Run.Workspace, target.Run.RunId))),
            failures,
            cancellationToken
        );
        return
        [
            .. failures.Select(failure => new RunDeleteFailure(
                targets[failure.Key].Run,
                StorageFailure.ReasonOf(failure.Value),
                StorageFailure.IsTransient(failure.Value)
            )),
        ];
    }

    /// <summary>Runs of one moment are searched for what they called together: the emulator looks at every row for each search.</summary>
    private static CalledSearch[] CalledBy(IEnumerable<Target> targets) =>
        [
            .. targets
                .GroupBy(
                    static target => RunKeys.OfCalled(target.Run.Workspace, target.Run.RunId),
                    StringComparer.Ordinal
                )
                .Select(static group => new CalledSearch(group.Key, [.. group])),
        ];

    private static async Task SendAsync(
        IEnumerable<RowChange> changes,
        ConcurrentDictionary<int, Exception> failures,
        CancellationToken cancellationToken
    )
    {
        var open = changes.Where(change => !failures.ContainsKey(change.Owner)).ToArray();
        foreach (var failure in await RowSender.SendAsync(open, cancellationToken))
        {
            failures[failure.Owner] = failure.Exception;
        }
    }

    private static RowChange Delete(TableClient table, Target target, string partition) =>
        new(table, new TableEntity(partition, RunKeys.Row(target.Run.RunId)), true, target.Owner, RowBytes);

    private static Task EachAsync<T>(
        IEnumerable<T> items,
        Func<T, CancellationToken, Task> work,
        Func<T, IEnumerable<int>> ownersOf,
        ConcurrentDictionary<int, Exception> failures,
        CancellationToken cancellationToken
    ) =>
        Parallel.ForEachAsync(
            items,
            new ParallelOptions { MaxDegreeOfParallelism = MaxAtOnce, CancellationToken = cancellationToken },
            async (item, token) =>
            {
                try
                {
                    await work(item, token);
                }
                catch (Exception exception) when (StorageFailure.Is(exception, token))
                {
                    foreach (var owner in ownersOf(item))
                    {
                        failures[owner] = exception;
                    }
                }
            }
        );
}
