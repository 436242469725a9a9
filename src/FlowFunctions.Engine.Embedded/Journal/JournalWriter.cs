using System.Buffers;
using System.Diagnostics;
using System.Threading.Channels;

namespace FlowFunctions.Engine.Embedded.Journal;

/// <summary>
/// The one writer of a journal. It takes what is queued, writes it with one call, flushes once and tells everybody (group
/// commit): while one group is on its way to the disk the next one gathers, so throughput grows with the load by itself.
/// </summary>
internal sealed class JournalWriter : IAsyncDisposable
{
    private const int MaxGroupBytes = 1024 * 1024;
    private const int KeptBufferBytes = 4 * 1024 * 1024;

    private readonly IJournalStorage _storage;
    private readonly SegmentPins _pins;
    private readonly JournalSettings _settings;
    private readonly Channel<JournalEntry> _queue;
    private readonly List<JournalEntry> _group = [];
    private readonly Task _loop;
    private ArrayBufferWriter<byte> _buffer = new(64 * 1024);
    private IJournalSegment _segment;
    private int _first;
    private int _number;
    private long _offset;
    private long _flushed;
    private JournalException? _failure;

    /// <summary>Goes on where a journal ends; a torn end is cut off. Owns the storage from now on.</summary>
    /// <exception cref="IOException">The journal cannot be written to.</exception>
    public JournalWriter(IJournalStorage storage, JournalExtent extent, SegmentPins pins, JournalSettings settings)
    {
        _storage = storage;
        _pins = pins;
        _settings = settings;
        _first = Math.Max(extent.First, 1);
        _number = Math.Max(extent.Last, 1);
        _segment = extent.Length == 0 ? CreateSegment(_number) : _storage.Open(_number, extent.Length);
        // What was read may have been in the operating system's memory only.
        _segment.Flush();
        _offset = _flushed = Math.Max(extent.Length, JournalFormat.HeaderSize);
        DeleteFinished();
        _queue = Channel.CreateBounded<JournalEntry>(
            new BoundedChannelOptions(settings.QueueLength) { SingleReader = true }
        );
        _loop = Task.Run(RunAsync);
    }

    /// <summary>Queues an entry; returns when there was room. The outcome is told to <see cref="JournalEntry.Complete"/>.</summary>
    public async ValueTask AppendAsync(JournalEntry entry)
    {
        if (entry.Record.Length is 0 or > JournalFormat.MaxRecordBytes)
        {
            entry.Complete(
                new JournalException(
                    $"A record of {entry.Record.Length} bytes does not fit into the journal; the limit is {JournalFormat.MaxRecordBytes}."
                )
            );
            return;
        }

        try
        {
            await _queue.Writer.WriteAsync(entry);
        }
        catch (ChannelClosedException exception)
        {
            entry.Complete(new JournalException("The journal is closed.", exception));
        }
    }

    /// <summary>Writes what is queued, flushes and closes.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _loop;
        _segment.Dispose();
        _storage.Dispose();
    }

    private async Task RunAsync()
    {
        while (await _queue.Reader.WaitToReadAsync())
        {
            Gather();
            Attempt(static writer => writer.WriteGroup());
            foreach (var entry in _group)
            {
                entry.Complete(_failure);
            }

            _group.Clear();
        }

        Attempt(static writer => writer._segment.Flush());
    }

    private void Gather()
    {
        var bytes = 0L;
        while (bytes < MaxGroupBytes && _queue.Reader.TryRead(out var entry))
        {
            bytes += entry.Record.Length;
            _group.Add(entry);
        }
    }

    /// <summary>
    /// After a failed write or flush nobody knows what is on the disk, and flushing again would not tell (the operating system
    /// reports a lost page once). So the first failure is the last thing this writer does; a restart reads what is there.
    /// </summary>
    private void Attempt(Action<JournalWriter> write)
    {
        if (_failure is not null)
        {
            return;
        }

        try
        {
            write(this);
        }
#pragma warning disable CA1031 // Whatever went wrong, those who wait for durability must hear of it instead of waiting for ever.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _failure = new JournalException(
                $"Writing the journal file '{_storage.NameOf(_number)}' failed: {exception.Message} Nothing more is accepted. "
                    + "Make room on the disk or repair it, then restart: every acknowledged event is kept.",
                exception
            );
        }
    }

    private void WriteGroup()
    {
        if (_offset >= _settings.SegmentBytes)
        {
            Roll();
        }

        foreach (var entry in _group)
        {
            Add(entry);
        }

        _segment.Write(_buffer.WrittenSpan, _offset);
        _offset += _buffer.WrittenCount;
        _settings.Metrics?.GroupWritten(_group.Count, _buffer.WrittenCount);
        if (_settings.Durability == Durability.Flush)
        {
            FlushGroup();
            _flushed = _offset;
        }

        _buffer.ResetWrittenCount();
        if (_buffer.Capacity > KeptBufferBytes)
        {
            _buffer = new(MaxGroupBytes);
        }
    }

    private void FlushGroup()
    {
        var begun = _settings.Metrics is { MeasuresFlushes: true } ? Stopwatch.GetTimestamp() : 0;
        _segment.Flush();
        if (begun != 0)
        {
            _settings.Metrics!.Flushed(Stopwatch.GetElapsedTime(begun));
        }
    }

    private void Add(JournalEntry entry)
    {
        entry.Segment = _number;
        if (entry.PinsSegment)
        {
            _pins.Pin(_number);
        }

        var size = JournalFormat.RecordHeaderSize + entry.Record.Length;
        JournalFormat.WriteRecord(_buffer.GetSpan(size)[..size], entry.Record.Span, (uint)_flushed);
        _buffer.Advance(size);
    }

    private void Roll()
    {
        // Without this a power cut could tear a segment that is not the last, which counts as damage.
        _segment.Flush();
        _segment.Dispose();
        _segment = CreateSegment(++_number);
        _offset = _flushed = JournalFormat.HeaderSize;
        DeleteFinished();
    }

    private IJournalSegment CreateSegment(int number)
    {
        var segment = _storage.Create(number);
        segment.Write(JournalFormat.Header(number), 0);
        segment.Flush();
        return segment;
    }

    private void DeleteFinished()
    {
        try
        {
            for (var oldest = _pins.Oldest(_number); _first < oldest; _first++)
            {
                _storage.Delete(_first);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A file that cannot be deleted costs space, not safety; the next roll tries again.
        }
    }
}
