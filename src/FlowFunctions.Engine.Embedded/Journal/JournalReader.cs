using System.Buffers.Binary;

namespace FlowFunctions.Engine.Embedded.Journal;

/// <summary>Where a journal's good part lies.</summary>
/// <param name="First">Number of the oldest segment, or 0 when there is none.</param>
/// <param name="Last">Number of the newest segment, or 0 when there is none.</param>
/// <param name="Length">Length of the newest segment's good part; 0 when even its header is missing.</param>
internal readonly record struct JournalExtent(int First, int Last, long Length);

/// <summary>Reads the records of a journal in the order they were written.</summary>
internal static class JournalReader
{
    /// <summary>Takes a record's segment, offset and payload; the payload is valid during the call.</summary>
    public delegate void OnRecord(int segment, long offset, ReadOnlySpan<byte> payload);

    /// <summary>Reads all records up to the torn end of an unfinished write, if there is one.</summary>
    /// <exception cref="JournalCorruptException">Something is damaged that was durable once.</exception>
    /// <exception cref="JournalException">A newer version wrote it.</exception>
    public static JournalExtent Read(IJournalStorage storage, OnRecord onRecord)
    {
        var segments = storage.Segments();
        if (segments.Count == 0)
        {
            return default;
        }

        var length = 0L;
        for (var index = 0; index < segments.Count; index++)
        {
            var number = segments[0] + index;
            if (segments[index] != number)
            {
                throw new JournalCorruptException(storage.NameOf(number), 0, "the file is missing");
            }

            length = ReadSegment(storage, number, index == segments.Count - 1, onRecord);
        }

        return new JournalExtent(segments[0], segments[^1], length);
    }

    private static long ReadSegment(IJournalStorage storage, int number, bool isLast, OnRecord onRecord)
    {
        var data = storage.Read(number);
        if (!HeaderIsGood(storage, number, data))
        {
            // A segment gets records only after its header is on disk: a file without one that holds nothing was being created.
            return isLast && data.Length <= JournalFormat.HeaderSize
                ? 0
                : throw new JournalCorruptException(storage.NameOf(number), 0, "it does not start like a segment");
        }

        var offset = JournalFormat.HeaderSize;
        while (offset < data.Length)
        {
            var size = JournalFormat.TryReadRecord(data.AsSpan(offset));
            if (size == 0)
            {
                return isLast && IsTornEnd(data, offset)
                    ? offset
                    : throw new JournalCorruptException(
                        storage.NameOf(number),
                        offset,
                        "the record there is not whole"
                    );
            }

            onRecord(number, offset, data.AsSpan(offset, size)[JournalFormat.RecordHeaderSize..]);
            offset += size;
        }

        return offset;
    }

    private static bool HeaderIsGood(IJournalStorage storage, int number, ReadOnlySpan<byte> data)
    {
        if (data.Length < JournalFormat.HeaderSize || !data.StartsWith(JournalFormat.Magic))
        {
            return false;
        }

        var version = BinaryPrimitives.ReadInt32LittleEndian(data[8..]);
        return version > JournalFormat.Version
            ? throw new JournalException(
                $"The journal file '{storage.NameOf(number)}' has format version {version}; this program knows versions up to "
                    + $"{JournalFormat.Version}. Use the newer program that wrote it."
            )
            : version == JournalFormat.Version && BinaryPrimitives.ReadInt32LittleEndian(data[12..]) == number;
    }

    /// <summary>Whether nothing behind a bad record proves that the record was on disk once.</summary>
    private static bool IsTornEnd(ReadOnlySpan<byte> data, int bad)
    {
        for (var offset = bad + 1; offset < data.Length - JournalFormat.RecordHeaderSize; offset++)
        {
            var flushed = JournalFormat.PeekFlushed(data[offset..]);
            if (flushed > bad && flushed <= offset && JournalFormat.TryReadRecord(data[offset..]) > 0)
            {
                return false;
            }
        }

        return true;
    }
}
