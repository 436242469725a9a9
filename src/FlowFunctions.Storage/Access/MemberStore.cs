using System.Security.Cryptography;
using System.Text;
using FlowFunctions.Storage.Accounts;
using FlowFunctions.Storage.Tables;

namespace FlowFunctions.Storage.Access;

/// <summary>
/// Who has a role where: a row for each in the table <c>access</c>. Every method throws <see cref="Azure.RequestFailedException"/> when the
/// service refuses or cannot be reached.
/// </summary>
/// <param name="account">The account; its tables exist (<see cref="StorageAccount.EnsureAsync"/>).</param>
public sealed class MemberStore(StorageAccount account)
{
    private const string Partition = "members";
    private const string Id = "Id";
    private const string Name = "Name";
    private const string ChangedAt = "ChangedAt";
    private const string ChangedBy = "ChangedBy";
    private readonly TableClient _table = account.Tables.GetTableClient(StorageLayout.Access);

    /// <summary>Writes a member over what is there.</summary>
    /// <param name="member">The member.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    public Task PutAsync(MemberRecord member, CancellationToken cancellationToken = default)
    {
        var row = new TableEntity(Partition, RowOf(member.Id, member.Grant.Workspace))
        {
            [Id] = member.Id,
            [Name] = member.Name,
            [ChangedAt] = member.ChangedAt,
            [ChangedBy] = member.ChangedBy,
        };
        member.Grant.WriteTo(row);
        return _table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
    }

    /// <summary>Takes somebody's role in a workspace away.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="id">Who.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> DeleteAsync(string workspace, string id, CancellationToken cancellationToken = default) =>
        (await _table.DeleteEntityAsync(Partition, RowOf(id, workspace), cancellationToken: cancellationToken)).Status
        != 404;

    /// <summary>Somebody's role in a workspace, or null.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="id">Who.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    public async Task<MemberRecord?> GetAsync(
        string workspace,
        string id,
        CancellationToken cancellationToken = default
    )
    {
        var found = await _table.GetEntityIfExistsAsync(
            Partition,
            RowOf(id, workspace),
            cancellationToken: cancellationToken
        );
        return found is { HasValue: true, Value: { } row } ? Read(row) : null;
    }

    /// <summary>The members of a workspace.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    public IAsyncEnumerable<MemberRecord> ListAsync(string workspace, CancellationToken cancellationToken = default) =>
        ReadAsync(
            TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and Workspace eq {workspace}"),
            cancellationToken
        );

    /// <summary>The roles of somebody in all workspaces.</summary>
    /// <param name="id">Who.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    public IAsyncEnumerable<MemberRecord> FindAsync(string id, CancellationToken cancellationToken = default) =>
        ReadAsync(
            TableClient.CreateQueryFilter(
                $"PartitionKey eq {Partition} and RowKey gt {RowOf(id, "")} and RowKey lt {RowOf(id, "") + TableKey.Separator}"
            ),
            cancellationToken
        );

    private IAsyncEnumerable<MemberRecord> ReadAsync(string filter, CancellationToken cancellationToken) =>
        _table.QueryAsync(filter, cancellationToken: cancellationToken).Select(Read);

    private static MemberRecord Read(TableEntity row) =>
        new(
            row.GetString(Id)!,
            row.GetString(Name),
            GrantRow.Read(row),
            row.GetDateTimeOffset(ChangedAt)!.Value,
            row.GetString(ChangedBy)!
        );

    /// <summary>By a hash: ids are longer than keys may be.</summary>
    private static string RowOf(string id, string workspace) =>
        TableKey.Of(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id))), workspace);
}
