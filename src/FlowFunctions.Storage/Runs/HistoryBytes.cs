using System.Buffers.Binary;
using System.IO.Compression;

namespace FlowFunctions.Storage.Runs;

/// <summary>
/// A history as it is stored: a byte that names the form, then either the bytes themselves or their number (four bytes, lowest first) and
/// their Brotli stream (RFC 7932).
/// </summary>
internal static class HistoryBytes
{
    private const byte Plain = 0;
    private const byte Brotli = 1;
    private const int PlainHead = 1;
    private const int BrotliHead = 5;

    // The fastest level with the smallest window that a history of a row can use; more costs more time than the space is worth.
    private const int Quality = 1;
    private const int Window = 18;

    /// <summary>Below, the stream saves less than making it costs.</summary>
    private const int LeastToCompress = 400;

    public static byte[] Encode(ReadOnlySpan<byte> history)
    {
        if (history.Length >= LeastToCompress)
        {
            var packed = new byte[history.Length];
            if (BrotliEncoder.TryCompress(history, packed.AsSpan(BrotliHead), out var length, Quality, Window))
            {
                packed[0] = Brotli;
                BinaryPrimitives.WriteInt32LittleEndian(packed.AsSpan(PlainHead), history.Length);
                return packed[..(BrotliHead + length)];
            }
        }

        return [Plain, .. history];
    }

    /// <exception cref="InvalidDataException">The bytes were not made here, or are damaged.</exception>
    public static ReadOnlyMemory<byte> Decode(ReadOnlyMemory<byte> stored) =>
        stored.Span switch
        {
            [Plain, ..] => stored[PlainHead..],
            [Brotli, _, _, _, _, ..] => Unpack(stored.Span),
            _ => throw Damaged(),
        };

    private static byte[] Unpack(ReadOnlySpan<byte> stored)
    {
        var length = BinaryPrimitives.ReadInt32LittleEndian(stored[PlainHead..]);

        // No stream of its length can hold more: a damaged head must not take all memory.
        if (length < 0 || length > Array.MaxLength)
        {
            throw Damaged();
        }

        var history = new byte[length];
        return BrotliDecoder.TryDecompress(stored[BrotliHead..], history, out var written) && written == length
            ? history
            : throw Damaged();
    }

    private static InvalidDataException Damaged() => new("The stored history of the run is damaged.");
}
