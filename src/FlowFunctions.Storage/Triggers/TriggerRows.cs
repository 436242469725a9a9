using FlowFunctions.Storage.Accounts;
using FlowFunctions.Storage.Tables;

namespace FlowFunctions.Storage.Triggers;

/// <summary>Keys of the table <c>triggers</c>: a partition for each workspace and kind of row.</summary>
internal static class TriggerRows
{
    /// <summary>The partition of a kind of rows.</summary>
    public static string Partition(string workspace, string kind) => TableKey.Of(workspace, kind);

    /// <summary>The row of a trigger.</summary>
    public static string Row(string flowId, string triggerId) => TableKey.Of(flowId, triggerId);

    /// <summary>What finds the rows of a kind, of one flow or of all.</summary>
    public static string Filter(string workspace, string kind, string? flowId) =>
        flowId is null
            ? TableClient.CreateQueryFilter($"PartitionKey eq {Partition(workspace, kind)}")
            : TableClient.CreateQueryFilter(
                $"PartitionKey eq {Partition(workspace, kind)} and RowKey gt {Row(flowId, "")} and RowKey lt {Row(flowId, "") + TableKey.Separator}"
            );

    /// <summary>The flow and the trigger of a row.</summary>
    public static (string FlowId, string TriggerId) Parts(TableEntity row)
    {
        var parts = row.RowKey!.Split(TableKey.Separator, 2);
        return (TableKey.Text(parts[0]), TableKey.Text(parts[1]));
    }
}
