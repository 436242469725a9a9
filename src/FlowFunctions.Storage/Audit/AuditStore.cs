using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Azure;
using FlowFunctions.Storage.Accounts;
using FlowFunctions.Storage.Rows;
using FlowFunctions.Storage.Tables;

namespace FlowFunctions.Storage.Audit;

/// <summary>
/// The audit log: rows of the table <c>audit</c> that are inserted, never changed, and deleted only when they are too old. Every method throws
/// <see cref="RequestFailedException"/> when the service refuses or cannot be reached.
/// </summary>
/// <param name="account">The account; its tables exist (<see cref="StorageAccount.EnsureAsync"/>).</param>
public sealed class AuditStore(StorageAccount account)
{
    private const int MaxInTransaction = 100;
    private const int MaxKnown = 10_000;
    private const int AtOnce = 1_000;
    private readonly TableClient _table = account.Tables.GetTableClient(StorageLayout.Audit);
    private readonly ConcurrentDictionary<AuditStream, bool> _known = new();

    /// <summary>Adds entries; those that are there already stay as they are.</summary>
    /// <param name="rows">The entries; those of a chain in its order.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    public async Task AddAsync(IEnumerable<AuditRow> rows, CancellationToken cancellationToken = default)
    {
        foreach (var group in rows.GroupBy(AuditRows.StreamOf))
        {
            await TellOfAsync(group.Key, cancellationToken);
            foreach (var some in group.Select(AuditRows.Write).Chunk(MaxInTransaction))
            {
                await AddAsync(some, cancellationToken);
            }
        }
    }

    /// <summary>The entries that a query looks for, the newest first.</summary>
    /// <param name="query">Which ones.</param>
    /// <param name="pageSize">How many are wanted, so that no more are read than needed; 1 to 1,000.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    public async IAsyncEnumerable<AuditRow> ListAsync(
        AuditQuery query,
        int pageSize = 1000,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        var streams = _table
            .QueryAsync(AuditStream.FilterOf(query), cancellationToken: cancellationToken)
            .Select(AuditStream.Of);
        var day = new List<AuditStream>();
        await foreach (var stream in streams)
        {
            if (day is [{ Day: var last }, ..] && last != stream.Day)
            {
                await foreach (var row in MergeAsync(day, query, pageSize, cancellationToken))
                {
                    yield return row;
                }

                day.Clear();
            }

            day.Add(stream);
        }

        await foreach (var row in MergeAsync(day, query, pageSize, cancellationToken))
        {
            yield return row;
        }
    }

    /// <summary>Deletes the streams of days before one.</summary>
    /// <param name="day">The first day (UTC) that stays.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    /// <returns>How many there were.</returns>
    public async Task<int> DeleteBeforeAsync(
        DateTimeOffset day,
        int limit,
        CancellationToken cancellationToken = default
    )
    {
        var old = await _table
            .QueryAsync(
                TableClient.CreateQueryFilter($"PartitionKey eq {AuditStream.Index} and Day lt {AuditRows.DayOf(day)}"),
                cancellationToken: cancellationToken
            )
            .Take(limit)
            .ToListAsync(cancellationToken);
        foreach (var row in old)
        {
            var filter = TableClient.CreateQueryFilter($"PartitionKey eq {AuditStream.Of(row).Partition}");
            while (await RowDeletion.DeleteAsync(_table, filter, AtOnce, cancellationToken) == AtOnce)
            {
                // There may be more.
            }

            await _table.DeleteEntityAsync(AuditStream.Index, row.RowKey!, cancellationToken: cancellationToken);
        }

        return old.Count;
    }

    private IAsyncEnumerable<AuditRow> MergeAsync(
        List<AuditStream> streams,
        AuditQuery query,
        int pageSize,
        CancellationToken cancellationToken
    ) =>
        AuditMerge.NewestFirstAsync([
            .. streams.Select(stream =>
                _table
                    .QueryAsync(
                        AuditRows.FilterOf(stream, query),
                        Math.Clamp(pageSize, 1, 1000),
                        cancellationToken: cancellationToken
                    )
                    .Select(row => AuditRows.Read(stream, row))
                    .Where(row => query.After is not { } after || row.Position > after)
            ),
        ]);

    /// <summary>Before its first entry, so that no entry is there which no query finds.</summary>
    private async Task TellOfAsync(AuditStream stream, CancellationToken cancellationToken)
    {
        if (_known.ContainsKey(stream))
        {
            return;
        }

        await StorageFailure.TryAsync(() => _table.AddEntityAsync(stream.ToRow(), cancellationToken), 409);
        if (_known.Count >= MaxKnown)
        {
            _known.Clear();
        }

        _known[stream] = true;
    }

    private async Task AddAsync(TableEntity[] rows, CancellationToken cancellationToken)
    {
        if (await StorageFailure.TryAsync(SubmitAsync, 409))
        {
            return;
        }

        // The answer to an earlier try got lost, or the process ended before it came.
        foreach (var row in rows)
        {
            await StorageFailure.TryAsync(() => _table.AddEntityAsync(row, cancellationToken), 409);
        }

        Task SubmitAsync() =>
            _table.SubmitTransactionAsync(
                rows.Select(static row => new TableTransactionAction(TableTransactionActionType.Add, row)),
                cancellationToken
            );
    }
}
