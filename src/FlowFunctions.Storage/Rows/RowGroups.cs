using FlowFunctions.Storage.Tables;

namespace FlowFunctions.Storage.Rows;

/// <summary>Sorts changes into transactions: rows of one partition, at most 100, within the limit of a request.</summary>
internal static class RowGroups
{
    private const int MaxRows = 100;

    // The service takes 4 MiB; sizes are estimates, and escaping can lengthen a text.
    private const int MaxBytes = 2 * 1024 * 1024;

    public static List<List<RowChange>> Of(IReadOnlyList<RowChange> changes)
    {
        var groups = new List<List<RowChange>>();
        var open = new Dictionary<(TableClient, string), (List<RowChange> Rows, int Bytes)>();
        foreach (var change in changes)
        {
            var key = (change.Table, change.Row.PartitionKey!);
            var (rows, bytes) = open.GetValueOrDefault(key);
            if (rows is null || rows.Count == MaxRows || bytes + change.Bytes > MaxBytes)
            {
                (rows, bytes) = ([], 0);
                groups.Add(rows);
            }

            rows.Add(change);
            open[key] = (rows, bytes + change.Bytes);
        }

        return groups;
    }
}
