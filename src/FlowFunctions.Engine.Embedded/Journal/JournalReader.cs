namespace FlowFunctions.Engine.Embedded.Journal;

/// <summary>Where a journal's good part lies.</summary>
/// <param name="First">Number of the oldest segment, or 0 when there is none.</param>
/// <param name="Last">Number of the segment to go on with, or 0 when there is none. Those behind it hold nothing.</param>
/// <param name="Length">Length of that segment's good part; 0 when even its header is missing.</param>
internal readonly record struct JournalExtent(int First, int Last, long Length);

/// <summary>Reads the records of a journal in the order they were written.</summary>
internal sealed class JournalReader
{
    private readonly IJournalStorage _storage;
    private readonly OnRecord _onRecord;
    private (int Segment, long Offset)? _end;
    private long _length;

    private JournalReader(IJournalStorage storage, OnRecord onRecord)
    {
        _storage = storage;
        _onRecord = onRecord;
    }

    /// <summary>Takes a record's segment, offset and payload; the payload is valid during the call.</summary>
    public delegate void OnRecord(int segment, long offset, ReadOnlySpan<byte> payload);

    /// <summary>Reads all records up to the torn end of an unfinished write, if there is one.</summary>
    /// <exception cref="JournalCorruptException">Something is damaged that was durable once.</exception>
    /// <exception cref="JournalException">A newer version wrote it.</exception>
    public static JournalExtent Read(IJournalStorage storage, OnRecord onRecord)
    {
        var segments = storage.Segments();
        var reader = new JournalReader(storage, onRecord);
        for (var index = 0; index < segments.Count; index++)
        {
            var number = segments[0] + index;
            if (segments[index] != number)
            {
                throw new JournalCorruptException(storage.NameOf(number), 0, "the file is missing");
            }

            reader.ReadSegment(number);
        }

        return segments.Count == 0 ? default
            : reader._end is var (segment, offset) ? new JournalExtent(segments[0], segment, offset)
            : new JournalExtent(segments[0], segments[^1], reader._length);
    }

    private void ReadSegment(int number)
    {
        using var reader = new SegmentReader(_storage, number);
        var offset = reader.Offset;
        while (reader.HasHeader && reader.TryRead(out var record))
        {
            ThrowIfEnded();
            _onRecord(number, offset, record[JournalFormat.RecordHeaderSize..]);
            offset = reader.Offset;
        }

        _length = offset;
        var rest = reader.ReadRest();
        if (!reader.HasHeader)
        {
            CheckIsUnfinished(number, rest);
            _end ??= (number, 0);
        }
        else if (rest.Length > 0)
        {
            CheckIsTornEnd(number, offset, rest);
            _end ??= (number, offset);
        }
    }

    /// <summary>
    /// A segment gets records only after the one before it was cut to its last record and flushed, and after its own header is on
    /// disk. So what does not end with a record is the end of the journal, or damaged.
    /// </summary>
    private void ThrowIfEnded()
    {
        if (_end is var (segment, offset))
        {
            throw new JournalCorruptException(
                _storage.NameOf(segment),
                offset,
                offset == 0 ? "it does not start like a segment" : "the record there is not whole"
            );
        }
    }

    /// <summary>A file without a header that holds nothing behind it was being created.</summary>
    private void CheckIsUnfinished(int number, ReadOnlySpan<byte> data)
    {
        if (data.Length > JournalFormat.HeaderSize && data[JournalFormat.HeaderSize..].ContainsAnyExcept((byte)0))
        {
            throw new JournalCorruptException(_storage.NameOf(number), 0, "it does not start like a segment");
        }
    }

    /// <summary>Whether nothing behind a bad record proves that the record was on disk once.</summary>
    private void CheckIsTornEnd(int number, long bad, ReadOnlySpan<byte> rest)
    {
        for (var index = 1; index < rest.Length - JournalFormat.RecordHeaderSize; index++)
        {
            // The space that was made ready for records holds zeros, and mostly nothing else stands here.
            var zeros = rest[index..].IndexOfAnyExcept((byte)0);
            if (zeros < 0)
            {
                return;
            }

            index = Math.Max(index, index + zeros - JournalFormat.RecordHeaderSize);
            var flushed = JournalFormat.PeekFlushed(rest[index..]);
            if (flushed > bad && flushed <= bad + index && JournalFormat.TryReadRecord(rest[index..]) > 0)
            {
                throw new JournalCorruptException(_storage.NameOf(number), bad, "the record there is not whole");
            }
        }
    }
}
