using System.Collections.Concurrent;
using System.Diagnostics;
using Azure;
using FlowFunctions.Storage.Accounts;
using FlowFunctions.Storage.Tables;

namespace FlowFunctions.Storage.Rows;

/// <summary>
/// Changes many rows: a transaction for those of a partition, several at once. Where a transaction is refused its rows go one by one,
/// so that a bad row holds up none but itself.
/// </summary>
internal static class RowSender
{
    private const int MaxAtOnce = 4;

    /// <summary>So many rows in a row that fail for a reason of the service's: it is the service, not the rows.</summary>
    private const int MaxFaults = 3;

    /// <returns>The rows that could not be changed.</returns>
    public static async Task<IReadOnlyCollection<RowFailure>> SendAsync(
        IReadOnlyList<RowChange> changes,
        CancellationToken cancellationToken
    )
    {
        var failures = new ConcurrentQueue<RowFailure>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = MaxAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(
            RowGroups.Of(changes),
            options,
            async (group, token) => await SendAsync(group, failures, token)
        );
        return failures;
    }

    private static async Task SendAsync(
        List<RowChange> group,
        ConcurrentQueue<RowFailure> failures,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await group[0]
                .Table.SubmitTransactionAsync(group.Select(static change => change.Action), cancellationToken);
        }
        catch (Exception exception) when (StorageFailure.Is(exception, cancellationToken))
        {
            if (StorageFailure.StatusOf(exception) == 0)
            {
                group.ForEach(change => failures.Enqueue(new(change.Owner, exception)));
            }
            else
            {
                await SendSinglyAsync(group, failures, cancellationToken);
            }
        }
    }

    private static async Task SendSinglyAsync(
        List<RowChange> group,
        ConcurrentQueue<RowFailure> failures,
        CancellationToken cancellationToken
    )
    {
        var faults = 0;
        Exception? last = null;
        foreach (var change in group)
        {
            if (faults == MaxFaults)
            {
                failures.Enqueue(new(change.Owner, last!));
                continue;
            }

            last = await TrySendAsync(change, cancellationToken);
            faults = last is not null && StorageFailure.IsTransient(last) ? faults + 1 : 0;
            if (last is not null)
            {
                failures.Enqueue(new(change.Owner, last));
            }
        }
    }

    private static async Task<Exception?> TrySendAsync(RowChange change, CancellationToken cancellationToken)
    {
        try
        {
            await SendAsync(change, cancellationToken);
            return null;
        }
        catch (Exception exception) when (StorageFailure.Is(exception, cancellationToken))
        {
            return exception;
        }
    }

    private static Task<Response> SendAsync(RowChange change, CancellationToken cancellationToken)
    {
        var entity = change.Action.Entity;
        return change.Action.ActionType switch
        {
            TableTransactionActionType.UpsertReplace => change.Table.UpsertEntityAsync(
                entity,
                TableUpdateMode.Replace,
                cancellationToken
            ),
            TableTransactionActionType.Delete => change.Table.DeleteEntityAsync(
                entity.PartitionKey!,
                entity.RowKey!,
                cancellationToken: cancellationToken
            ),
            _ => throw new UnreachableException($"{change.Action.ActionType} is not sent here."),
        };
    }
}
