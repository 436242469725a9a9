using System.Collections.Concurrent;
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
        // Rows are new nearly always, and the emulator looks for a row once before it inserts it, but twice before it replaces it.
        var failure = await TrySubmitAsync(group, TableTransactionActionType.Add, cancellationToken);
        if (failure is RequestFailedException { ErrorCode: TableErrorCode.EntityAlreadyExists })
        {
            failure = await TrySubmitAsync(group, TableTransactionActionType.UpsertReplace, cancellationToken);
        }

        if (failure is null)
        {
            return;
        }

        if (StorageFailure.StatusOf(failure) == 0)
        {
            group.ForEach(change => failures.Enqueue(new(change.Owner, failure)));
        }
        else
        {
            await SendSinglyAsync(group, failures, cancellationToken);
        }
    }

    private static Task<Exception?> TrySubmitAsync(
        List<RowChange> group,
        TableTransactionActionType write,
        CancellationToken cancellationToken
    ) =>
        TryAsync(
            () =>
                group[0]
                    .Table.SubmitTransactionAsync(
                        group.Select(change => new TableTransactionAction(
                            change.IsDeletion ? TableTransactionActionType.Delete : write,
                            change.Row
                        )),
                        cancellationToken
                    ),
            cancellationToken
        );

    private static async Task SendSinglyAsync(
        List<RowChange> group,
        ConcurrentQueue<RowFailure> failures,
        CancellationToken cancellationToken
    )
    {
        var faults = 0;
        Exception? failure = null;
        foreach (var change in group)
        {
            if (faults < MaxFaults)
            {
                failure = await TryAsync(() => SendAsync(change, cancellationToken), cancellationToken);
                faults = failure is not null && StorageFailure.IsTransient(failure) ? faults + 1 : 0;
            }

            if (failure is not null)
            {
                failures.Enqueue(new(change.Owner, failure));
            }
        }
    }

    private static Task<Response> SendAsync(RowChange change, CancellationToken cancellationToken) =>
        change.IsDeletion
            ? change.Table.DeleteEntityAsync(
                change.Row.PartitionKey!,
                change.Row.RowKey!,
                cancellationToken: cancellationToken
            )
            : change.Table.UpsertEntityAsync(change.Row, TableUpdateMode.Replace, cancellationToken);

    private static async Task<Exception?> TryAsync(Func<Task> send, CancellationToken cancellationToken)
    {
        try
        {
            await send();
            return null;
        }
        catch (Exception exception) when (StorageFailure.Is(exception, cancellationToken))
        {
            return exception;
        }
    }
}
