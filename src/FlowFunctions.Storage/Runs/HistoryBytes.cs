using System.Buffers.Binary;
using System.IO.Compression;

namespace FlowFunctions.Storage.Runs;

/// <summary>
/// A history as it is stored: a byte that names the form, then either the bytes themselves, or their number (four bytes, lowest first)
/// and their Deflate stream (RFC 1951).
/// </summary>
internal static class HistoryBytes
{
    private const byte Plain = 0;
    private const byte Deflated = 1;
    private const int PlainHead = 1;
    private const int DeflatedHead = 5;

    /// <summary>Below, the stream saves less than making it costs.</summary>
    private const int LeastToDeflate = 300;

    /// <summary>The most that a stream can grow by when it is read; a damaged head must not take all memory.</summary>
    private const long MaxRatio = 1_100;

    public static byte[] Encode(ReadOnlySpan<byte> history)
    {
        if (history.Length >= LeastToDeflate && Deflate(history) is { } deflated && deflated.Length < history.Length)
        {
            return deflated;
        }

        return [Plain, .. history];
    }

    /// <exception cref="InvalidDataException">The bytes were not made here, or are damaged.</exception>
    public static ReadOnlyMemory<byte> Decode(ReadOnlyMemory<byte> stored) =>
        stored.Span switch
        {
            [Plain, ..] => stored[PlainHead..],
            [Deflated, _, _, _, _, ..] => Inflate(stored),
            _ => throw Damaged(null),
        };

    private static byte[] Deflate(ReadOnlySpan<byte> history)
    {
        using var stored = new MemoryStream(DeflatedHead + (history.Length / 2));
        Span<byte> head = stackalloc byte[DeflatedHead];
        head[0] = Deflated;
        BinaryPrimitives.WriteInt32LittleEndian(head[PlainHead..], history.Length);
        stored.Write(head);
        using (var stream = new DeflateStream(stored, CompressionLevel.Fastest, leaveOpen: true))
        {
            stream.Write(history);
        }

        return stored.ToArray();
    }

    private static byte[] Inflate(ReadOnlyMemory<byte> stored)
    {
        var length = BinaryPrimitives.ReadInt32LittleEndian(stored.Span[PlainHead..]);
        if (length < 0 || length > stored.Length * MaxRatio)
        {
            throw Damaged(null);
        }

        var history = new byte[length];
        using var source = new MemoryStream(stored[DeflatedHead..].ToArray());
        using var stream = new DeflateStream(source, CompressionMode.Decompress);
        try
        {
            stream.ReadExactly(history);
            return stream.ReadByte() < 0 ? history : throw Damaged(null);
        }
        catch (EndOfStreamException exception)
        {
            throw Damaged(exception);
        }
    }

    private static InvalidDataException Damaged(Exception? cause) =>
        new(
            "The stored history of the run is damaged. Its row in table 'runs' can be looked at, but not its steps.",
            cause
        );
}
