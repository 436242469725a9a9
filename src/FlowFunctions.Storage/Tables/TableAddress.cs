using Azure;

namespace FlowFunctions.Storage.Tables;

/// <summary>The address of an entity and its condition (REST reference, "Addressing Table service resources").</summary>
internal static class TableAddress
{
    /// <exception cref="RequestFailedException">A key is missing, too long or holds what the service refuses.</exception>
    public static string Entity(string table, string? partitionKey, string? rowKey) =>
        $"{table}(PartitionKey='{Key("PartitionKey", partitionKey)}',RowKey='{Key("RowKey", rowKey)}')";

    public static string IfMatch(ETag etag) => (etag == default ? ETag.All : etag).ToString("H");

    private static string Key(string name, string? key)
    {
        TableEntityLimits.CheckKey(name, key);
        return Uri.EscapeDataString(key.Replace("'", "''", StringComparison.Ordinal));
    }
}
