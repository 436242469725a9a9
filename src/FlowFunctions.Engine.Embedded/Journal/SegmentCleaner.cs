using FlowFunctions.Engine.Embedded.Codec;
using FlowFunctions.Engine.Embedded.Retention;
using Google.Protobuf;

namespace FlowFunctions.Engine.Embedded.Journal;

/// <summary>
/// Frees the oldest segment: copies of the records in it that are still needed go to the end of the journal, some with each group.
/// </summary>
internal sealed class SegmentCleaner(IJournalStorage storage, LiveRecords live) : IDisposable
{
    private const int BatchBytes = 256 * 1024;

    private readonly List<Copy> _batch = [];
    private SegmentReader? _reader;
    private bool _isBlocked;

    /// <summary>The segment that is being cleaned, or 0.</summary>
    public int Segment { get; private set; }

    /// <summary>The records to write next; the same until they are written.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Batch
    {
        get
        {
            if (_batch.Count == 0 && _reader is not null)
            {
                Read(_reader);
            }

            // A run may have ended since the batch was read.
            _batch.RemoveAll(copy => live.Find(copy.Run.Number, copy.Turn, Segment) is null);
            var copies = _batch.Select(static copy => (ReadOnlyMemory<byte>)copy.Payload);
            var released = _batch.Where(static copy => copy.Run.IsReleased).Select(static copy => copy.Run.Number);

            // What says that a run was released stands behind its end for as long as the end is there.
            return released.Any() ? copies.Append(ReleaseEntry.RecordOf(released)) : copies;
        }
    }

    public void Begin(int segment)
    {
        if (!_isBlocked)
        {
            Segment = segment;
            _reader = new SegmentReader(storage, segment);
        }
    }

    /// <summary>The batch is written.</summary>
    /// <returns>Whether nothing of the segment is needed any more.</returns>
    public bool Commit(int segment)
    {
        foreach (var copy in _batch)
        {
            live.Move(copy.Run, copy.Turn, segment);
        }

        _batch.Clear();
        if (Segment == 0 || _reader is not null)
        {
            return false;
        }

        Segment = 0;
        return true;
    }

    public void Dispose() => End();

    private void Read(SegmentReader reader)
    {
        try
        {
            var bytes = 0;
            while (bytes < BatchBytes && reader.TryRead(out var record))
            {
                var payload = record[JournalFormat.RecordHeaderSize..];
                var head = RecordHeads.Parse(payload);
                if (live.Find(head.Number, head.Turn, Segment) is { } run)
                {
                    _batch.Add(new Copy(run, head.Turn, payload.ToArray()));
                    bytes += record.Length;
                }
            }

            if (bytes < BatchBytes)
            {
                // What cannot be read stays where it is, for the next start to say so.
                _isBlocked = reader.ReadRest().Length > 0;
                End();
            }
        }
        catch (Exception exception) when (exception is IOException or InvalidProtocolBufferException)
        {
            _isBlocked = true;
            End();
        }
    }

    private void End()
    {
        _reader?.Dispose();
        _reader = null;
        if (_isBlocked)
        {
            Segment = 0;
            _batch.Clear();
        }
    }

    private readonly record struct Copy(LiveRun Run, int Turn, byte[] Payload);
}
