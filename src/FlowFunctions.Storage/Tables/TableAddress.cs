using Azure;

namespace FlowFunctions.Storage.Tables;

/// <summary>The address of an entity and its condition (REST reference, "Addressing Table service resources").</summary>
internal static class TableAddress
{
    public static string Entity(string table, string partitionKey, string rowKey) =>
        $"{table}(PartitionKey='{Escape(partitionKey)}',RowKey='{Escape(rowKey)}')";

    public static string IfMatch(ETag etag) => (etag == default ? ETag.All : etag).ToString("H");

    private static string Escape(string key) => Uri.EscapeDataString(key.Replace("'", "''", StringComparison.Ordinal));
}
