using System.Globalization;
using FlowFunctions.Storage.Accounts;
using FlowFunctions.Storage.Tables;

namespace FlowFunctions.Storage.Limits;

/// <summary>
/// What instances of the app have used of workspaces' limits in a day: a row for each in the table <c>access</c>, which only that instance
/// writes. Every method throws <see cref="Azure.RequestFailedException"/> when the service refuses or cannot be reached.
/// </summary>
/// <param name="account">The account; its tables exist (<see cref="StorageAccount.EnsureAsync"/>).</param>
public sealed class UsageStore(StorageAccount account)
{
    private const string Partition = "usage";
    private const string ScriptSeconds = "ScriptSeconds";
    private const string StepsAt = "StepsAt";
    private readonly TableClient _table = account.Tables.GetTableClient(StorageLayout.Access);

    /// <summary>Writes what an instance has used.</summary>
    /// <param name="usage">What it has used.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    public Task PutAsync(UsageRecord usage, CancellationToken cancellationToken = default) =>
        _table.UpsertEntityAsync(
            new TableEntity(Partition, TableKey.Of(DayOf(usage.Day), usage.Workspace, usage.Instance))
            {
                [ScriptSeconds] = usage.ScriptSeconds,
                [StepsAt] = usage.StepsAt,
            },
            TableUpdateMode.Replace,
            cancellationToken
        );

    /// <summary>What the instances have used of a workspace's limits.</summary>
    /// <param name="day">The day.</param>
    /// <param name="workspace">The workspace.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    public IAsyncEnumerable<UsageRecord> ListAsync(
        DateOnly day,
        string workspace,
        CancellationToken cancellationToken = default
    )
    {
        var first = TableKey.Of(DayOf(day), workspace, "");
        return _table
            .QueryAsync(
                TableClient.CreateQueryFilter(
                    $"PartitionKey eq {Partition} and RowKey gt {first} and RowKey lt {first + TableKey.Separator}"
                ),
                cancellationToken: cancellationToken
            )
            .Select(row => new UsageRecord(
                day,
                workspace,
                TableKey.Text(row.RowKey![first.Length..]),
                row.GetDouble(ScriptSeconds) ?? 0,
                row.GetDateTimeOffset(StepsAt)
            ));
    }

    /// <summary>Deletes rows of the days before a day.</summary>
    /// <param name="day">The first day that stays.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    /// <returns>How many were deleted.</returns>
    public async Task<int> CleanAsync(DateOnly day, int limit, CancellationToken cancellationToken = default)
    {
        var old = await _table
            .QueryAsync(
                TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and RowKey lt {DayOf(day)}"),
                cancellationToken: cancellationToken
            )
            .Take(limit)
            .ToListAsync(cancellationToken);
        foreach (var row in old)
        {
            await _table.DeleteEntityAsync(Partition, row.RowKey!, cancellationToken: cancellationToken);
        }

        return old.Count;
    }

    private static string DayOf(DateOnly day) => day.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
}
