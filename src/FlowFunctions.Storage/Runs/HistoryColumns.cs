using FlowFunctions.Storage.Tables;

namespace FlowFunctions.Storage.Runs;

/// <summary>Stored bytes of a history in the binary columns of a row, 64 KiB each.</summary>
internal static class HistoryColumns
{
    /// <summary>The most that goes into a row; beyond, a blob takes it.</summary>
    public const int MaxBytes = 4 * ColumnBytes;

    private const int ColumnBytes = 64 * 1024;

    private static readonly string[] Names = ["History", "History2", "History3", "History4"];

    public static void Write(TableEntity row, byte[] stored)
    {
        for (var at = 0; at < stored.Length; at += ColumnBytes)
        {
            var end = Math.Min(at + ColumnBytes, stored.Length);
            row.Add(Names[at / ColumnBytes], at == 0 && end == stored.Length ? stored : stored[at..end]);
        }
    }

    public static byte[] Read(TableEntity row) => [.. Names.SelectMany(name => row.GetBinary(name) ?? [])];
}
