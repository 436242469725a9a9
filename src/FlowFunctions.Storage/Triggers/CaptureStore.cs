using Azure;
using FlowFunctions.Storage.Accounts;
using FlowFunctions.Storage.Rows;
using FlowFunctions.Storage.Tables;

namespace FlowFunctions.Storage.Triggers;

/// <summary>
/// The last requests to the test address of a webhook: <see cref="MaxKept"/> of each, for <see cref="KeptFor"/>. Every method throws
/// <see cref="RequestFailedException"/> when the service refuses or cannot be reached.
/// </summary>
/// <param name="account">The account; its tables exist (<see cref="StorageAccount.EnsureAsync"/>).</param>
/// <param name="time">The clock that they expire by.</param>
public sealed class CaptureStore(StorageAccount account, TimeProvider time)
{
    /// <summary>As many are kept for a webhook; a further one takes the place of the oldest.</summary>
    public const int MaxKept = 20;

    /// <summary>How long they are kept.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(7);

    private readonly TableClient _table = account.Tables.GetTableClient(StorageLayout.Triggers);

    /// <summary>Keeps a request.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="trigger">The trigger.</param>
    /// <param name="request">What lists show of it.</param>
    /// <param name="value">What a run would see under <c>trigger</c>: JSON in UTF-8; about 700 KB at most, compressed.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    public async Task AddAsync(
        string workspace,
        (string FlowId, string TriggerId) trigger,
        CapturedRequest request,
        ReadOnlyMemory<byte> value,
        CancellationToken cancellationToken = default
    )
    {
        var row = CaptureRow.Write(workspace, trigger, request, value.Span, time.GetUtcNow() + KeptFor);
        await _table.AddEntityAsync(row, cancellationToken);
        var rows = await RowsOf(workspace, trigger, cancellationToken).ToListAsync(cancellationToken);
        foreach (var old in rows.Skip(MaxKept))
        {
            await DeleteAsync(old, cancellationToken);
        }
    }

    /// <summary>The requests that are kept, newest first.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="trigger">The trigger.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    public async Task<IReadOnlyList<CapturedRequest>> ListAsync(
        string workspace,
        (string FlowId, string TriggerId) trigger,
        CancellationToken cancellationToken = default
    )
    {
        var now = time.GetUtcNow();
        return await RowsOf(workspace, trigger, cancellationToken)
            .Where(row => row.GetDateTimeOffset(CaptureRow.ExpiresAt) > now)
            .Take(MaxKept)
            .Select(CaptureRow.Read)
            .ToListAsync(cancellationToken);
    }

    /// <summary>What a run would see of a request; null when it is not kept (any more).</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="trigger">The trigger.</param>
    /// <param name="id">The request's id.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>JSON in UTF-8.</returns>
    public async Task<byte[]?> FindAsync(
        string workspace,
        (string FlowId, string TriggerId) trigger,
        string id,
        CancellationToken cancellationToken = default
    )
    {
        var found = await _table.GetEntityIfExistsAsync(
            TriggerRows.Partition(workspace, CaptureRow.Kind),
            CaptureRow.KeyOf(trigger, id),
            cancellationToken: cancellationToken
        );
        return found.HasValue && found.Value!.GetDateTimeOffset(CaptureRow.ExpiresAt) > time.GetUtcNow()
            ? CaptureRow.ValueOf(found.Value!)
            : null;
    }

    /// <summary>Forgets the requests of a webhook.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="trigger">The trigger.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    public async Task ClearAsync(
        string workspace,
        (string FlowId, string TriggerId) trigger,
        CancellationToken cancellationToken = default
    )
    {
        await foreach (var row in RowsOf(workspace, trigger, cancellationToken))
        {
            await DeleteAsync(row, cancellationToken);
        }
    }

    /// <summary>Deletes what has expired, of all workspaces. Can be stopped at any time and done again.</summary>
    /// <param name="limit">How many at most: 1 to 1,000.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    /// <returns>How many were found; fewer than the limit when no more may be left.</returns>
    public Task<int> CleanAsync(int limit = 100, CancellationToken cancellationToken = default) =>
        RowDeletion.DeleteAsync(
            _table,
            TableClient.CreateQueryFilter($"CaptureExpiresAt le {time.GetUtcNow()}"),
            limit,
            cancellationToken
        );

    private AsyncPageable<TableEntity> RowsOf(
        string workspace,
        (string FlowId, string TriggerId) trigger,
        CancellationToken cancellationToken
    )
    {
        var first = CaptureRow.KeyOf(trigger, "");
        return _table.QueryAsync(
            TableClient.CreateQueryFilter(
                $"PartitionKey eq {TriggerRows.Partition(workspace, CaptureRow.Kind)} and RowKey gt {first} and RowKey lt {first + TableKey.Separator}"
            ),
            maxPerPage: null,
            CaptureRow.ListColumns,
            cancellationToken
        );
    }

    private Task<Response> DeleteAsync(TableEntity row, CancellationToken cancellationToken) =>
        _table.DeleteEntityAsync(row.PartitionKey!, row.RowKey!, cancellationToken: cancellationToken);
}
