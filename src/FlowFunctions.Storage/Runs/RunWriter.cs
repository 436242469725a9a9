using System.Collections.Concurrent;
using FlowFunctions.Storage.Accounts;
using FlowFunctions.Storage.Rows;
using FlowFunctions.Storage.Tables;

namespace FlowFunctions.Storage.Runs;

/// <summary>Writes runs: two rows for one that no run called, one row for a called one, a blob for a large history.</summary>
internal sealed class RunWriter(TableClient runs, TableClient index, HistoryBlobs blobs)
{
    private const int MaxBlobsAtOnce = 4;

    // About what the request of a row has besides its history.
    private const int RowBytes = 1_500;

    public async Task<IReadOnlyList<RunWriteFailure>> WriteAsync(
        IReadOnlyList<RunRecord> records,
        CancellationToken cancellationToken
    )
    {
        var failures = new ConcurrentDictionary<int, Exception>();
        var histories = new byte[records.Count][];
        var latest = Latest(records);
        foreach (var i in latest)
        {
            histories[i] = HistoryBytes.Encode(records[i].History.Span);
        }

        await WriteBlobsAsync(records, histories, latest, failures, cancellationToken);
        var changes = new List<RowChange>(2 * latest.Length);
        foreach (var i in latest.Where(i => !failures.ContainsKey(i)))
        {
            AddRows(changes, records[i].Header, histories[i], i);
        }

        foreach (var failure in await RowSender.SendAsync(changes, cancellationToken))
        {
            failures[failure.Owner] = failure.Exception;
        }

        return
        [
            .. failures.Select(failure => new RunWriteFailure(
                records[failure.Key],
                StorageFailure.ReasonOf(failure.Value),
                StorageFailure.IsTransient(failure.Value)
            )),
        ];
    }

    /// <summary>
    /// The last record of each run, oldest run first: the emulator sorts what a list finds, and that takes least when it was written in the
    /// reverse order.
    /// </summary>
    private static int[] Latest(IReadOnlyList<RunRecord> records)
    {
        var places = new Dictionary<(string, string), int>(records.Count);
        for (var i = 0; i < records.Count; i++)
        {
            places[(records[i].Header.Workspace, records[i].Header.RunId)] = i;
        }

        var latest = places.Values.ToArray();
        latest.Sort((one, other) => string.CompareOrdinal(records[other].Header.RunId, records[one].Header.RunId));
        return latest;
    }

    /// <summary>Before the rows: what a row tells of is there.</summary>
    private async Task WriteBlobsAsync(
        IReadOnlyList<RunRecord> records,
        byte[][] histories,
        int[] latest,
        ConcurrentDictionary<int, Exception> failures,
        CancellationToken cancellationToken
    )
    {
        var large = latest.Where(i => histories[i].Length > HistoryColumns.MaxBytes).ToArray();
        if (large.Length == 0)
        {
            return;
        }

        var options = new ParallelOptions
        {
            MaxDegreeOfParallelism = MaxBlobsAtOnce,
            CancellationToken = cancellationToken,
        };
        await Parallel.ForEachAsync(
            large,
            options,
            async (i, token) =>
            {
                try
                {
                    await blobs.WriteAsync(records[i].Header, histories[i], token);
                }
                catch (Exception exception) when (StorageFailure.Is(exception, token))
                {
                    failures[i] = exception;
                }
            }
        );
    }

    private void AddRows(List<RowChange> changes, RunHeader run, byte[] history, int owner)
    {
        var inBlob = history.Length > HistoryColumns.MaxBytes;
        var row = RunRow.Write(run, RunKeys.Partition(run), inBlob);
        if (!inBlob)
        {
            HistoryColumns.Write(row, history);
        }

        changes.Add(new(runs, row, false, owner, RowBytes + (inBlob ? 0 : history.Length * 4 / 3)));
        if (run.ParentRunId is null)
        {
            row = RunRow.Write(run, RunKeys.OfIndex(run.Workspace, run.RunId), inBlob);
            changes.Add(new(index, row, false, owner, RowBytes));
        }
    }
}
