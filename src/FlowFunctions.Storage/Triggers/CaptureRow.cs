using System.IO.Compression;
using FlowFunctions.Storage.Accounts;
using FlowFunctions.Storage.Rows;
using FlowFunctions.Storage.Tables;

namespace FlowFunctions.Storage.Triggers;

/// <summary>Rows of captured requests. What a run would see of one is compressed, in as many properties as it takes.</summary>
internal static class CaptureRow
{
    public const string Kind = "capture";
    public const string ExpiresAt = "CaptureExpiresAt";
    private const string ReceivedAt = "ReceivedAt";
    private const string Method = "Method";
    private const string Path = "Path";
    private const string ContentType = "ContentType";
    private const string Size = "Size";
    private const string IsProven = "IsProven";
    private const string Problem = "Problem";
    private const string Value = "Value";

    // A property holds 64 KiB at most.
    private const int PropertyBytes = 60 * 1024;

    /// <summary>What a list needs.</summary>
    public static IReadOnlyList<string> ListColumns { get; } =
    [
        nameof(TableEntity.PartitionKey),
        nameof(TableEntity.RowKey),
        ExpiresAt,
        ReceivedAt,
        Method,
        Path,
        ContentType,
        Size,
        IsProven,
        Problem,
    ];

    public static TableEntity Write(
        string workspace,
        (string FlowId, string TriggerId) trigger,
        CapturedRequest request,
        ReadOnlySpan<byte> value,
        DateTimeOffset expiresAt
    )
    {
        var row = new TableEntity(TriggerRows.Partition(workspace, Kind), KeyOf(trigger, request.Id))
        {
            { ExpiresAt, expiresAt },
            { ReceivedAt, request.ReceivedAt },
            { Method, request.Method },
            { Path, request.Path },
            { ContentType, request.ContentType },
            { Size, request.Size },
            { IsProven, request.IsProven },
            { Problem, ColumnText.Cut(request.Problem) },
        };
        var parts = Compress(value).Chunk(PropertyBytes);
        foreach (var (index, part) in parts.Index())
        {
            row.Add(Value + index, part);
        }

        return row;
    }

    public static string KeyOf((string FlowId, string TriggerId) trigger, string id) =>
        TableKey.Of(trigger.FlowId, trigger.TriggerId, id);

    public static CapturedRequest Read(TableEntity row) =>
        new(
            row.RowKey![(row.RowKey!.LastIndexOf(TableKey.Separator) + 1)..],
            row.GetDateTimeOffset(ReceivedAt)!.Value,
            row.GetString(Method)!,
            row.GetString(Path)!,
            row.GetString(ContentType),
            row.GetInt32(Size)!.Value,
            row.GetBoolean(IsProven),
            row.GetString(Problem)
        );

    public static byte[] ValueOf(TableEntity row)
    {
        using var compressed = new MemoryStream();
        for (var index = 0; row.GetBinary(Value + index) is { } part; index++)
        {
            compressed.Write(part);
        }

        compressed.Position = 0;
        using var value = new MemoryStream();
        using var brotli = new BrotliStream(compressed, CompressionMode.Decompress);
        brotli.CopyTo(value);
        return value.ToArray();
    }

    private static byte[] Compress(ReadOnlySpan<byte> value)
    {
        using var compressed = new MemoryStream();
        using (var brotli = new BrotliStream(compressed, CompressionLevel.Fastest))
        {
            brotli.Write(value);
        }

        return compressed.ToArray();
    }
}
