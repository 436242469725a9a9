using FlowFunctions.Storage.Accounts;
using FlowFunctions.Storage.Tables;

namespace FlowFunctions.Storage.Limits;

/// <summary>
/// The limits that were set for workspaces: a row for each in the table <c>access</c>. Every method throws
/// <see cref="Azure.RequestFailedException"/> when the service refuses or cannot be reached.
/// </summary>
/// <param name="account">The account; its tables exist (<see cref="StorageAccount.EnsureAsync"/>).</param>
public sealed class LimitStore(StorageAccount account)
{
    private const string Partition = "limits";
    private readonly TableClient _table = account.Tables.GetTableClient(StorageLayout.Access);

    /// <summary>Writes a limit over what is there.</summary>
    /// <param name="limit">The limit.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    public Task PutAsync(LimitRecord limit, CancellationToken cancellationToken = default) =>
        _table.UpsertEntityAsync(
            new TableEntity(Partition, TableKey.Of(limit.Workspace, limit.Name))
            {
                [nameof(LimitRecord.Name)] = limit.Name,
                [nameof(LimitRecord.Value)] = limit.Value,
                [nameof(LimitRecord.SetBy)] = limit.SetBy,
                [nameof(LimitRecord.SetAt)] = limit.SetAt,
            },
            TableUpdateMode.Replace,
            cancellationToken
        );

    /// <summary>Takes a limit back, so that the installation's default holds again.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="name">The limit's name.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    public Task DeleteAsync(string workspace, string name, CancellationToken cancellationToken = default) =>
        _table.DeleteEntityAsync(Partition, TableKey.Of(workspace, name), cancellationToken: cancellationToken);

    /// <summary>The limits that were set for a workspace.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    public IAsyncEnumerable<LimitRecord> ListAsync(string workspace, CancellationToken cancellationToken = default)
    {
        var first = TableKey.Of(workspace, "");
        return _table
            .QueryAsync(
                TableClient.CreateQueryFilter(
                    $"PartitionKey eq {Partition} and RowKey gt {first} and RowKey lt {first + TableKey.Separator}"
                ),
                cancellationToken: cancellationToken
            )
            .Select(row => new LimitRecord(
                workspace,
                row.GetString(nameof(LimitRecord.Name))!,
                row.GetInt64(nameof(LimitRecord.Value))!.Value,
                row.GetString(nameof(LimitRecord.SetBy))!,
                row.GetDateTimeOffset(nameof(LimitRecord.SetAt))!.Value
            ));
    }
}
