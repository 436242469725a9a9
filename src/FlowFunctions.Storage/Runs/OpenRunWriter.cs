using Azure;
using FlowFunctions.Storage.Accounts;
using FlowFunctions.Storage.Tables;

namespace FlowFunctions.Storage.Runs;

/// <summary>
/// Writes runs that others may end at the same time: a row is changed only as it was read, and never when it tells of an end. The row with
/// the history goes first, so that what is in the index is always found.
/// </summary>
/// <param name="runs">The rows with the histories.</param>
/// <param name="index">The light rows.</param>
/// <param name="blobs">Large histories.</param>
/// <param name="mistake">The code of the error of ends that are none, or null.</param>
internal sealed class OpenRunWriter(TableClient runs, TableClient index, HistoryBlobs blobs, string? mistake = null)
{
    /// <summary>How often a row may change while it is looked at, before something must be wrong.</summary>
    private const int MaxRounds = 10;

    /// <returns>False when the run has ended; then its row was not changed.</returns>
    public async Task<bool> WriteAsync(RunRecord record, CancellationToken cancellationToken)
    {
        var run = record.Header;
        var history = HistoryBytes.Encode(record.History.Span);
        var inBlob = history.Length > HistoryColumns.MaxBytes;
        var row = RunRow.Write(run, RunKeys.Partition(run), inBlob);
        if (inBlob)
        {
            if (await FindAsync(runs, row, cancellationToken) is { } stored && RunRow.HasEnded(stored, mistake))
            {
                return false;
            }

            await blobs.WriteAsync(run, history, cancellationToken);
        }
        else
        {
            HistoryColumns.Write(row, history);
        }

        if (!await WriteAsync(runs, row, isNew: record.History.IsEmpty, cancellationToken))
        {
            return false;
        }

        if (run.ParentRunId is null)
        {
            var light = RunRow.Write(run, RunKeys.OfIndex(run.Workspace, run.RunId), inBlob);
            await WriteAsync(index, light, isNew: record.History.IsEmpty, cancellationToken);
        }

        return true;
    }

    /// <summary>Stores the end of a run; its history and all else that is stored of it stay.</summary>
    /// <param name="stored">The run as it was read.</param>
    /// <param name="ended">The same with its end.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    /// <returns>False when the run is not there, or has ended; then its row was not changed.</returns>
    public async Task<bool> EndAsync(RunHeader stored, RunHeader ended, CancellationToken cancellationToken)
    {
        // Here the index goes first: whoever looks for open runs looks into the other table, and finds what was cut short.
        if (stored.ParentRunId is null)
        {
            await EndAsync(
                index,
                RunRow.WriteEnd(ended, RunKeys.OfIndex(ended.Workspace, ended.RunId)),
                cancellationToken
            );
        }

        return await EndAsync(runs, RunRow.WriteEnd(ended, RunKeys.Partition(ended)), cancellationToken);
    }

    private async Task<bool> WriteAsync(
        TableClient table,
        TableEntity row,
        bool isNew,
        CancellationToken cancellationToken
    )
    {
        for (var round = 0; round < MaxRounds; round++)
        {
            if (isNew && await StorageFailure.TryAsync(() => table.AddEntityAsync(row, cancellationToken), 409))
            {
                return true;
            }

            if (await FindAsync(table, row, cancellationToken) is not { } stored)
            {
                isNew = true;
            }
            else if (RunRow.HasEnded(stored, mistake))
            {
                return false;
            }
            else if (await TryUpdateAsync(table, row, stored, TableUpdateMode.Replace, cancellationToken))
            {
                return true;
            }
        }

        throw Restless(row);
    }

    private async Task<bool> EndAsync(TableClient table, TableEntity end, CancellationToken cancellationToken)
    {
        for (var round = 0; round < MaxRounds; round++)
        {
            if (await FindAsync(table, end, cancellationToken) is not { } stored || RunRow.HasEnded(stored, mistake))
            {
                return false;
            }

            if (await TryUpdateAsync(table, end, stored, TableUpdateMode.Merge, cancellationToken))
            {
                return true;
            }
        }

        throw Restless(end);
    }

    private static async Task<TableEntity?> FindAsync(
        TableClient table,
        TableEntity row,
        CancellationToken cancellationToken
    )
    {
        var answer = await table.GetEntityIfExistsAsync(
            row.PartitionKey!,
            row.RowKey!,
            RunRow.EndColumns,
            cancellationToken
        );
        return answer.HasValue ? answer.Value : null;
    }

    private static Task<bool> TryUpdateAsync(
        TableClient table,
        TableEntity row,
        TableEntity stored,
        TableUpdateMode mode,
        CancellationToken cancellationToken
    ) => StorageFailure.TryAsync(() => table.UpdateEntityAsync(row, stored.ETag, mode, cancellationToken), 404, 412);

    private static RequestFailedException Restless(TableEntity row) =>
        new(409, $"The row of run '{row.RowKey}' is changed again and again at the same time. Try again.");
}
