using System.Globalization;
using FlowFunctions.Storage.Accounts;
using FlowFunctions.Storage.Tables;

namespace FlowFunctions.Storage.Triggers;

/// <summary>Keys of the table <c>triggers</c>: a partition for each workspace and kind of row, or sixteen for what changes often.</summary>
internal static class TriggerRows
{
    private const int ShardBits = 4;

    /// <summary>The partition of a kind of rows.</summary>
    public static string Partition(string workspace, string kind) => TableKey.Of(workspace, kind);

    /// <summary>
    /// One of the sixteen partitions of a kind of rows: the one of a flow. What a row costs the emulator grows with its partition, and the
    /// service takes 2,000 rows a second in each.
    /// </summary>
    public static string Partition(string workspace, string kind, string flowId) =>
        TableKey.Of(workspace, kind, ShardOf(flowId));

    /// <summary>The row of a trigger.</summary>
    public static string Row(string flowId, string triggerId) => TableKey.Of(flowId, triggerId);

    /// <summary>What finds the rows of a kind, of one flow or of all.</summary>
    public static string Filter(string workspace, string kind, string? flowId) =>
        flowId is null
            ? TableClient.CreateQueryFilter($"PartitionKey eq {Partition(workspace, kind)}")
            : FilterOf(Partition(workspace, kind), flowId);

    /// <summary>What finds the rows of a kind in all of its sixteen partitions.</summary>
    public static string SpreadFilter(string workspace, string kind)
    {
        var first = TableKey.Of(workspace, kind, "");
        return TableClient.CreateQueryFilter(
            $"PartitionKey gt {first} and PartitionKey lt {first + TableKey.Separator}"
        );
    }

    /// <summary>What finds the rows of a flow in the one of the sixteen partitions of a kind that is its.</summary>
    public static string SpreadFilter(string workspace, string kind, string flowId) =>
        FilterOf(Partition(workspace, kind, flowId), flowId);

    /// <summary>The flow and the trigger of a row.</summary>
    public static (string FlowId, string TriggerId) Parts(TableEntity row)
    {
        var parts = row.RowKey!.Split(TableKey.Separator, 2);
        return (TableKey.Text(parts[0]), TableKey.Text(parts[1]));
    }

    private static string FilterOf(string partition, string flowId) =>
        TableClient.CreateQueryFilter(
            $"PartitionKey eq {partition} and RowKey gt {Row(flowId, "")} and RowKey lt {Row(flowId, "") + TableKey.Separator}"
        );

    /// <summary>FNV-1a: the same in every process and version.</summary>
    private static string ShardOf(string flowId)
    {
        var hash = 2_166_136_261u;
        foreach (var letter in flowId)
        {
            hash = unchecked((hash ^ letter) * 16_777_619u);
        }

        return (hash >> (32 - ShardBits)).ToString("x", CultureInfo.InvariantCulture);
    }
}
