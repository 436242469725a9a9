using Azure;
using FlowFunctions.Storage.Accounts;
using FlowFunctions.Storage.Tables;

namespace FlowFunctions.Storage.Limits;

/// <summary>
/// The limits that were set for workspaces: a row for each in the table <c>access</c>. Every method throws
/// <see cref="RequestFailedException"/> when the service refuses or cannot be reached.
/// </summary>
/// <param name="account">The account; its tables exist (<see cref="StorageAccount.EnsureAsync"/>).</param>
public sealed class LimitStore(StorageAccount account)
{
    private const string Partition = "limits";
    private readonly TableClient _table = account.Tables.GetTableClient(StorageLayout.Access);

    /// <summary>Finds a limit that was set.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="name">The limit's name.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>The limit, or null where the installation's default holds.</returns>
    public async Task<LimitRecord?> FindAsync(
        string workspace,
        string name,
        CancellationToken cancellationToken = default
    ) =>
        await _table.GetEntityIfExistsAsync(
            Partition,
            TableKey.Of(workspace, name),
            cancellationToken: cancellationToken
        )
            is { HasValue: true, Value: { } row }
            ? RecordOf(workspace, row)
            : null;

    /// <summary>Sets a limit, or takes it back, unless somebody else has changed it since it was found.</summary>
    /// <param name="before">What <see cref="FindAsync"/> gave.</param>
    /// <param name="after">The limit; null so that the installation's default holds again.</param>
    /// <param name="cancellationToken">Stops the requests; the limit may be changed.</param>
    /// <returns>Whether it is changed.</returns>
    public async Task<bool> TryReplaceAsync(
        LimitRecord? before,
        LimitRecord? after,
        CancellationToken cancellationToken = default
    )
    {
        if ((after ?? before) is not { Workspace: var workspace, Name: var name })
        {
            return true;
        }

        var isDone = await StorageFailure.TryAsync(
            () =>
                (before, after) switch
                {
                    (null, { } first) => _table.AddEntityAsync(RowOf(first), cancellationToken),
                    ({ } old, { } next) => _table.UpdateEntityAsync(
                        RowOf(next),
                        old.RowETag,
                        TableUpdateMode.Replace,
                        cancellationToken
                    ),
                    _ => _table.DeleteEntityAsync(
                        Partition,
                        TableKey.Of(workspace, name),
                        before!.RowETag,
                        cancellationToken
                    ),
                },
            404,
            409,
            412
        );

        // A request whose answer got lost is sent again and then meets what it has written itself.
        return isDone || (await FindAsync(workspace, name, cancellationToken))?.WriteId == after?.WriteId;
    }

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
            .Select(row => RecordOf(workspace, row));
    }

    private static TableEntity RowOf(LimitRecord limit) =>
        new(Partition, TableKey.Of(limit.Workspace, limit.Name))
        {
            [nameof(LimitRecord.Name)] = limit.Name,
            [nameof(LimitRecord.Value)] = limit.Value,
            [nameof(LimitRecord.SetBy)] = limit.SetBy,
            [nameof(LimitRecord.SetAt)] = limit.SetAt,
            [nameof(LimitRecord.WriteId)] = limit.WriteId,
        };

    private static LimitRecord RecordOf(string workspace, TableEntity row) =>
        new(
            workspace,
            row.GetString(nameof(LimitRecord.Name))!,
            row.GetInt64(nameof(LimitRecord.Value))!.Value,
            row.GetString(nameof(LimitRecord.SetBy))!,
            row.GetDateTimeOffset(nameof(LimitRecord.SetAt))!.Value
        )
        {
            // Rows of before there were ids are all alike.
            WriteId = row.GetString(nameof(LimitRecord.WriteId)) ?? "",
            RowETag = row.ETag,
        };
}
