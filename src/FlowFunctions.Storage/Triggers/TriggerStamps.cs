using FlowFunctions.Storage.Accounts;
using FlowFunctions.Storage.Tables;

namespace FlowFunctions.Storage.Triggers;

/// <summary>
/// A row for each workspace that changes whenever something changes which triggers fire, so that every process finds out with one cheap
/// request. It is written after the change: a process that dies in between is made up for by reading everything again now and then.
/// </summary>
/// <param name="account">The account; its tables exist (<see cref="StorageAccount.EnsureAsync"/>).</param>
public sealed class TriggerStamps(StorageAccount account)
{
    private const string Partition = "stamps";
    private const string Stamp = "Stamp";
    private readonly TableClient _table = account.Tables.GetTableClient(StorageLayout.Triggers);

    /// <summary>Tells the other processes that triggers of a workspace have changed.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="Azure.RequestFailedException">The service refused, or cannot be reached.</exception>
    public Task ChangeAsync(string workspace, CancellationToken cancellationToken = default) =>
        _table.UpsertEntityAsync(
            new TableEntity(Partition, TableKey.Of(workspace)) { [Stamp] = Guid.NewGuid().ToString("N") },
            TableUpdateMode.Replace,
            cancellationToken
        );

    /// <summary>The stamps of all workspaces that ever had one.</summary>
    /// <param name="cancellationToken">Stops the requests.</param>
    /// <exception cref="Azure.RequestFailedException">The service refused, or cannot be reached.</exception>
    public async Task<IReadOnlyDictionary<string, string>> ListAsync(CancellationToken cancellationToken = default)
    {
        var stamps = new Dictionary<string, string>(StringComparer.Ordinal);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition}");
        await foreach (var row in _table.QueryAsync(filter, cancellationToken: cancellationToken))
        {
            stamps[TableKey.Text(row.RowKey!)] = row.GetString(Stamp)!;
        }

        return stamps;
    }
}
