using Azure;
using FlowFunctions.Storage.Accounts;
using FlowFunctions.Storage.Tables;

namespace FlowFunctions.Storage.Access;

/// <summary>
/// Keys of programs: a row for each in the table <c>access</c>. Every method throws <see cref="RequestFailedException"/> when the service
/// refuses or cannot be reached.
/// </summary>
/// <param name="account">The account; its tables exist (<see cref="StorageAccount.EnsureAsync"/>).</param>
public sealed class ApiKeyStore(StorageAccount account)
{
    private const string Partition = "api-keys";
    private readonly TableClient _table = account.Tables.GetTableClient(StorageLayout.Access);

    /// <summary>Adds a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    public Task AddAsync(ApiKeyRecord key, CancellationToken cancellationToken = default)
    {
        var row = new TableEntity(Partition, key.Id)
        {
            [nameof(ApiKeyRecord.Hash)] = key.Hash,
            [nameof(ApiKeyRecord.Name)] = key.Name,
            [nameof(ApiKeyRecord.CreatedAt)] = key.CreatedAt,
            [nameof(ApiKeyRecord.CreatedBy)] = key.CreatedBy,
            [nameof(ApiKeyRecord.ExpiresAt)] = key.ExpiresAt,
        };
        key.Grant.WriteTo(row);
        return _table.AddEntityAsync(row, cancellationToken);
    }

    /// <summary>A key, or null.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    public async Task<ApiKeyRecord?> FindAsync(string id, CancellationToken cancellationToken = default)
    {
        var found = await _table.GetEntityIfExistsAsync(Partition, id, cancellationToken: cancellationToken);
        return found is { HasValue: true, Value: { } row } ? Read(row) : null;
    }

    /// <summary>The keys of a workspace by id.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    public IAsyncEnumerable<ApiKeyRecord> ListAsync(string workspace, CancellationToken cancellationToken = default) =>
        _table
            .QueryAsync(
                TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and Workspace eq {workspace}"),
                cancellationToken: cancellationToken
            )
            .Select(Read);

    /// <summary>Notes that a key was used; one that was deleted stays so.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="at">When.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    public Task UseAsync(string id, DateTimeOffset at, CancellationToken cancellationToken = default) =>
        StorageFailure.TryAsync(
            () =>
                _table.UpdateEntityAsync(
                    new TableEntity(Partition, id) { [nameof(ApiKeyRecord.LastUsedAt)] = at },
                    ETag.All,
                    TableUpdateMode.Merge,
                    cancellationToken
                ),
            404
        );

    /// <summary>Deletes a key.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    public Task DeleteAsync(string id, CancellationToken cancellationToken = default) =>
        _table.DeleteEntityAsync(Partition, id, cancellationToken: cancellationToken);

    private static ApiKeyRecord Read(TableEntity row) =>
        new(
            row.RowKey!,
            row.GetBinary(nameof(ApiKeyRecord.Hash))!,
            row.GetString(nameof(ApiKeyRecord.Name))!,
            GrantRow.Read(row),
            row.GetDateTimeOffset(nameof(ApiKeyRecord.CreatedAt))!.Value,
            row.GetString(nameof(ApiKeyRecord.CreatedBy))!,
            row.GetDateTimeOffset(nameof(ApiKeyRecord.ExpiresAt))!.Value
        )
        {
            LastUsedAt = row.GetDateTimeOffset(nameof(ApiKeyRecord.LastUsedAt)),
        };
}
