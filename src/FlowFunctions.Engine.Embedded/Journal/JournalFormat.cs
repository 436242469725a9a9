using System.Buffers.Binary;
using System.Numerics;

namespace FlowFunctions.Engine.Embedded.Journal;

/// <summary>
/// The layout of a segment: a header (magic, format version, the segment's number), then records. A record is
/// <c>length u32 | crc32c u32 | flushed u32 | payload</c>, little-endian; the checksum (CRC-32C, RFC 3720 appendix B.4) covers
/// everything but itself. <c>flushed</c> is the offset up to which the segment was known to be on disk when the record was
/// written: whatever is bad before the <c>flushed</c> of a good record is damage, not the torn end of an unfinished write.
/// </summary>
internal static class JournalFormat
{
    public const int Version = 1;

    public const int HeaderSize = 16;

    public const int RecordHeaderSize = 12;

    /// <summary>The longest payload of a record. Longer is never written, so a longer length is damage.</summary>
    public const int MaxRecordBytes = 256 * 1024 * 1024;

    private const int ChecksumOffset = 4;
    private const int FlushedOffset = 8;

    public static ReadOnlySpan<byte> Magic => "FLOWJRNL"u8;

    public static byte[] Header(int segment)
    {
        var header = new byte[HeaderSize];
        Magic.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(8), Version);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(12), segment);
        return header;
    }

    /// <summary>Whether this is the header of a segment.</summary>
    /// <exception cref="JournalException">A newer version wrote it.</exception>
    public static bool IsHeader(ReadOnlySpan<byte> data, int segment, string name)
    {
        if (!data.StartsWith(Magic))
        {
            return false;
        }

        var version = BinaryPrimitives.ReadInt32LittleEndian(data[8..]);
        return version > Version
            ? throw new JournalException(
                $"The journal file '{name}' has format version {version}; this program knows versions up to {Version}. "
                    + "Use the newer program that wrote it."
            )
            : version == Version && BinaryPrimitives.ReadInt32LittleEndian(data[12..]) == segment;
    }

    /// <summary>Writes a record into a span of exactly its size.</summary>
    public static void WriteRecord(Span<byte> record, ReadOnlySpan<byte> payload, uint flushed)
    {
        payload.CopyTo(record[RecordHeaderSize..]);
        BinaryPrimitives.WriteInt32LittleEndian(record, payload.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record[FlushedOffset..], flushed);
        BinaryPrimitives.WriteUInt32LittleEndian(record[ChecksumOffset..], Checksum(record));
    }

    /// <summary>Reads the record at the start of a span.</summary>
    /// <returns>The record's size, or 0 when there is no good one.</returns>
    public static int TryReadRecord(ReadOnlySpan<byte> data)
    {
        if (data.Length < RecordHeaderSize)
        {
            return 0;
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(data);
        if (length is <= 0 or > MaxRecordBytes || length > data.Length - RecordHeaderSize)
        {
            return 0;
        }

        var record = data[..(RecordHeaderSize + length)];
        return Checksum(record) == BinaryPrimitives.ReadUInt32LittleEndian(data[ChecksumOffset..]) ? record.Length : 0;
    }

    /// <summary>The <c>flushed</c> that a record at the start of a span would have, without checking that there is one.</summary>
    public static uint PeekFlushed(ReadOnlySpan<byte> data) =>
        BinaryPrimitives.ReadUInt32LittleEndian(data[FlushedOffset..]);

    private static uint Checksum(ReadOnlySpan<byte> record)
    {
        var crc = BitOperations.Crc32C(uint.MaxValue, BinaryPrimitives.ReadUInt32LittleEndian(record));
        var rest = record[FlushedOffset..];
        for (; rest.Length >= sizeof(ulong); rest = rest[sizeof(ulong)..])
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(rest));
        }

        foreach (var value in rest)
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        return ~crc;
    }
}
