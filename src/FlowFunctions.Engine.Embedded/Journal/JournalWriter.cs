using System.Buffers;
using System.Diagnostics;
using System.Threading.Channels;
using FlowFunctions.Engine.Embedded.Scheduling;

namespace FlowFunctions.Engine.Embedded.Journal;

/// <summary>
/// The one writer of a journal. It takes what is queued, writes it with one call, flushes once and tells everybody (group
/// commit): while one group is on its way to the disk the next one gathers, so throughput grows with the load by itself.
/// </summary>
internal sealed class JournalWriter : IAsyncDisposable
{
    private const int MaxGroupBytes = 1024 * 1024;
    private const int KeptBufferBytes = 4 * 1024 * 1024;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly IJournalStorage _storage;
    private readonly JournalSettings _settings;
    private readonly Channel<JournalEntry> _queue;
    private readonly List<JournalEntry> _group = [];
    private readonly CancellationTokenSource _hurry = new();
    private readonly SegmentWriter _segments;
    private readonly SegmentRemover _remover;
    private readonly LiveRecords _live;
    private readonly Task _loop;
    private ArrayBufferWriter<byte> _buffer = new(64 * 1024);
    private JournalException? _failure;
    private volatile JournalUnavailableException? _outage;

    /// <summary>Goes on where a journal ends; a torn end is cut off. Owns the storage from now on.</summary>
    /// <exception cref="JournalException">The journal cannot be written to.</exception>
    public JournalWriter(IJournalStorage storage, JournalExtent extent, LiveRecords live, JournalSettings settings)
    {
        _storage = storage;
        _settings = settings;
        _live = live;
        _segments = new SegmentWriter(storage, extent, settings);
        _remover = new SegmentRemover(storage, live, settings, Math.Max(extent.First, 1));
        _remover.RemoveUnneeded(_segments.Number);
        _queue = Channel.CreateBounded<JournalEntry>(
            new BoundedChannelOptions(settings.QueueLength) { SingleReader = true }
        );
        _loop = settings.Scheduler.Run(RunAsync);
    }

    /// <summary>Why nothing new shall be begun now, or null.</summary>
    public JournalUnavailableException? Outage => _outage;

    /// <summary>Why nothing can be written any more, or null.</summary>
    public JournalException? FinalFailure => Volatile.Read(ref _failure);

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

    /// <summary>From now on an outage is not waited out: the engine stops, and a restart goes on with what is on the disk.</summary>
    public void Hurry() => _hurry.Cancel();

    /// <summary>Writes what is queued, flushes and closes.</summary>
    public async ValueTask DisposeAsync()
    {
        await _hurry.CancelAsync();
        _queue.Writer.TryComplete();
        await _loop;
        _remover.Dispose();
        _segments.Dispose();
        _storage.Dispose();
        _hurry.Dispose();
    }

    private async Task RunAsync()
    {
        while (await HasWorkAsync())
        {
            Gather();
            await CommitAsync();
            foreach (var entry in _group)
            {
                entry.Complete(_failure);
            }

            _group.Clear();
        }
    }

    private async ValueTask<bool> HasWorkAsync()
    {
        var mayWorkAlone = _failure is null && !_hurry.IsCancellationRequested;
        if (_remover.IsCleaning && mayWorkAlone)
        {
            return true;
        }

        if (_outage is null || !mayWorkAlone)
        {
            return await _queue.Reader.WaitToReadAsync();
        }

        // Nobody writes while new runs are refused, so an empty group finds out when there is room again.
        var pause = Task.Delay(LongestPause, _settings.TimeProvider, _hurry.Token);
        await Task.WhenAny(QueueAsync(), pause);
        return !_queue.Reader.Completion.IsCompleted;
    }

    private async Task QueueAsync() => await _queue.Reader.WaitToReadAsync();

    private void Gather()
    {
        var bytes = 0L;
        while (bytes < MaxGroupBytes && _queue.Reader.TryRead(out var entry))
        {
            bytes += entry.Record.Length;
            _group.Add(entry);
        }
    }

    /// <summary>Writes the group, waiting for as long as the disk is full. Other failures are final.</summary>
    private async Task CommitAsync()
    {
        for (var pause = TimeSpan.FromMilliseconds(50); _failure is null; pause = Min(pause * 2, LongestPause))
        {
            try
            {
                var shortage = _segments.Prepare();
                WriteGroup();
                _outage = shortage is null ? null : OutageOf(shortage);
                return;
            }
#pragma warning disable CA1031 // Whatever went wrong, those who wait for durability must hear of it instead of waiting for ever.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                _outage = OutageOf(exception);
                if (_outage is null || _hurry.IsCancellationRequested)
                {
                    _failure = _outage ?? Failure(exception);
                    return;
                }

                RefuseStarts(_outage);
                if (_group.Count == 0)
                {
                    return;
                }
            }

            _remover.RemoveUnneeded(_segments.Number);
            await Task.Delay(pause, _settings.TimeProvider, _hurry.Token)
                .ConfigureAwait(
                    ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext
                );
        }
    }

    /// <summary>Who wants to start a run shall not wait for an outage to end, but hear of it; what goes on waits.</summary>
    private void RefuseStarts(JournalUnavailableException outage)
    {
        var starts = _group.Where(static entry => entry.MayBeRefused).ToArray();
        if (starts.Length > 0 && _segments.TryDiscard())
        {
            _group.RemoveAll(static entry => entry.MayBeRefused);
            foreach (var start in starts)
            {
                start.Withdraw(new JournalUnavailableException(outage));
            }
        }
    }

    private void WriteGroup()
    {
        _buffer.ResetWrittenCount();
        foreach (var entry in _group)
        {
            if (entry is { EndsRun: true, Live: { } run })
            {
                run.EndTurn = run.PlaceCount + 1;
            }

            Add(entry.Record.Span);
        }

        foreach (var copy in _remover.Copies)
        {
            Add(copy.Span);
        }

        _segments.Write(_buffer.WrittenSpan);
        if (_settings.Durability == Durability.Flush)
        {
            FlushGroup();
        }

        _settings.Metrics?.GroupWritten(_group.Count, _buffer.WrittenCount);
        NoteGroup();
        _remover.Commit(_segments);
        if (_buffer.Capacity > KeptBufferBytes)
        {
            _buffer = new(MaxGroupBytes);
        }
    }

    private void NoteGroup()
    {
        foreach (var entry in _group)
        {
            if (entry.Live is { } run)
            {
                var size = JournalFormat.RecordHeaderSize + entry.Record.Length;
                _live.Add(run, new RecordPlace(_segments.Number, size));
            }
            else
            {
                _live.Unpin(entry.Released);
            }
        }
    }

    private void FlushGroup()
    {
        var begun = _settings.Metrics is { MeasuresFlushes: true } ? Stopwatch.GetTimestamp() : 0;
        _segments.Flush();
        if (begun != 0)
        {
            _settings.Metrics!.Flushed(Stopwatch.GetElapsedTime(begun));
        }
    }

    private void Add(ReadOnlySpan<byte> record)
    {
        var size = JournalFormat.RecordHeaderSize + record.Length;
        JournalFormat.WriteRecord(_buffer.GetSpan(size)[..size], record, (uint)_segments.Flushed);
        _buffer.Advance(size);
    }

    private JournalUnavailableException? OutageOf(Exception exception) =>
        JournalOutages.Of(exception) is { } outage
            ? new(outage, _segments.Name, _buffer.WrittenCount + (2L * _settings.ReserveBytes), exception)
            : null;

    private JournalException Failure(Exception exception) =>
        new(
            $"Writing the journal file '{_segments.Name}' failed: {exception.Message} Nothing more is accepted. "
                + "Repair the disk, then restart: every acknowledged event is kept.",
            exception
        );

    private static TimeSpan Min(TimeSpan left, TimeSpan right) => left < right ? left : right;
}
