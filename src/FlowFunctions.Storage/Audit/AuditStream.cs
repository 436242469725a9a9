using System.Globalization;
using FlowFunctions.Storage.Accounts;
using FlowFunctions.Storage.Tables;

namespace FlowFunctions.Storage.Audit;

/// <summary>
/// A chain of entries. Each has a row in one partition of the same table, so that a query knows where there is something without trying every
/// day, and what is too old is found.
/// </summary>
/// <param name="Workspace">The workspace.</param>
/// <param name="Day">The day (UTC), such as <c>2026-01-31</c>.</param>
/// <param name="Name">Its name.</param>
internal sealed record AuditStream(string Workspace, string Day, string Name)
{
    /// <summary>The partition of the rows that tell which streams there are.</summary>
    public const string Index = "streams";

    private const int KeptBelow = 10_000_000;

    /// <summary>The partition of its entries.</summary>
    public string Partition => TableKey.Of(Workspace, Day, Name);

    /// <summary>The row that tells that there is something in it.</summary>
    public TableEntity ToRow() =>
        new(Index, RowKey)
        {
            [nameof(Workspace)] = Workspace,
            [nameof(Day)] = Day,
            [nameof(Name)] = Name,
        };

    public static AuditStream Of(TableEntity row) =>
        new(row.GetString(nameof(Workspace))!, row.GetString(nameof(Day))!, row.GetString(nameof(Name))!);

    /// <summary>The streams of a workspace in a span of days, the newest first.</summary>
    public static string FilterOf(AuditQuery query)
    {
        var begin = TableKey.Of(query.Workspace, "");
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {Index} and RowKey gt {begin} and RowKey lt {begin + TableKey.Separator}"
        );
        filter += query.From is { } from ? TableClient.CreateQueryFilter($" and Day ge {AuditRows.DayOf(from)}") : "";
        var to = query.After?.At ?? query.To;
        return filter + (to is { } end ? TableClient.CreateQueryFilter($" and Day le {AuditRows.DayOf(end)}") : "");
    }

    private string RowKey =>
        TableKey.Of(
            Workspace,
            (KeptBelow - DateOnly.Parse(Day, CultureInfo.InvariantCulture).DayNumber).ToString(
                "D8",
                CultureInfo.InvariantCulture
            ),
            Name
        );
}
