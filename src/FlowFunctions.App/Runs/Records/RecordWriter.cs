using System.Diagnostics.Metrics;
using System.Threading.Channels;
using FlowFunctions.App.Runs.Live;
using FlowFunctions.Storage.Runs;

namespace FlowFunctions.App.Runs.Records;

/// <summary>
/// Stores the records of runs that have ended, behind the engine: whatever has gathered goes in one batch, so batches grow with the
/// load by themselves. What cannot be stored waits here and in the journal, for as long as it takes.
/// </summary>
internal sealed partial class RecordWriter(
    RunStore store,
    PayloadArchive payloads,
    RecordSettings settings,
    TimeProvider time,
    ILogger<RecordWriter> logger
) : IAsyncDisposable
{
    private readonly Channel<LiveRun> _ended = Channel.CreateUnbounded<LiveRun>(
        new UnboundedChannelOptions { SingleReader = true }
    );
    private readonly CancellationTokenSource _stop = new();
    private readonly Meter _meter = new("FlowFunctions");
    private readonly List<LiveRun> _batch = [];
    private readonly Lock _settling = new();
    private Action<LiveRun> _stored = static _ => { };
    private Task _loop = Task.CompletedTask;
    private int _losses;
    private int _waiting;
    private long _waitingBytes;

    /// <summary>Ended runs whose records are not stored yet.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Whether so many wait that no run should be started.</summary>
    public bool IsFull =>
        Waiting >= settings.MaxWaiting || Volatile.Read(ref _waitingBytes) >= settings.MaxWaitingBytes;

    /// <summary>Queues a run that has ended.</summary>
    public void Enqueue(LiveRun run)
    {
        Interlocked.Increment(ref _waiting);
        Interlocked.Add(ref _waitingBytes, run.Bytes);
        _ended.Writer.TryWrite(run);
    }

    /// <summary>The storage may have lost what it acknowledged last: it is written once more, and so is the batch on its way.</summary>
    /// <param name="takeRecent">Takes the runs that were stored lately.</param>
    public void StoreAgain(Func<IReadOnlyList<LiveRun>> takeRecent)
    {
        IReadOnlyList<LiveRun> recent;
        lock (_settling)
        {
            _losses++;
            recent = takeRecent();
        }

        foreach (var run in recent)
        {
            Enqueue(run);
        }
    }

    /// <summary>Begins to store.</summary>
    /// <param name="stored">Told of each run whose record is stored.</param>
    public void Start(Action<LiveRun> stored)
    {
        _stored = stored;
        _meter.CreateObservableGauge(
            "flow.record.waiting",
            () => Waiting,
            "{run}",
            "Ended runs whose records are not stored yet."
        );
        _loop = Task.Run(RunAsync);
    }

    /// <summary>Stores what is waiting, as far as storage takes it within the limit; the journal holds the rest for the next start.</summary>
    public async Task StopAsync(TimeSpan limit)
    {
        _ended.Writer.TryComplete();
        _stop.CancelAfter(limit);
        await _loop;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(TimeSpan.Zero);
        _stop.Dispose();
        _meter.Dispose();
    }

    private async Task RunAsync()
    {
        var pause = settings.FirstPause;
        while (_batch.Count > 0 || await _ended.Reader.WaitToReadAsync())
        {
            while (_batch.Count < settings.BatchSize && _ended.Reader.TryRead(out var run))
            {
                _batch.Add(run);
            }

            if (await TryStoreAsync())
            {
                pause = settings.FirstPause;
            }
            else if (!await PauseAsync(pause))
            {
                return;
            }
            else
            {
                pause = pause * 2 < settings.LongestPause ? pause * 2 : settings.LongestPause;
            }
        }
    }

    /// <summary>Stores the batch; what could not be stored stays in it.</summary>
    /// <returns>Whether all of it is stored.</returns>
    private async Task<bool> TryStoreAsync()
    {
        try
        {
            var losses = Volatile.Read(ref _losses);
            foreach (var run in _batch.Where(static run => run.Large.Count > 0))
            {
                await payloads.KeepAsync(run.Large, _stop.Token);
            }

            var records = _batch.ConvertAll(static run => run.ToRecord());
            var failures = await store.WriteAsync(records, _stop.Token);
            var failed = failures.ToDictionary(static failure => failure.Record.Header.RunId, StringComparer.Ordinal);
            lock (_settling)
            {
                if (losses != _losses)
                {
                    return false;
                }

                Settle(failed);
            }

            return _batch.Count == 0;
        }
#pragma warning disable CA1031 // Storage may fail in any way; the records wait until it answers again.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            if (!_stop.IsCancellationRequested)
            {
                LogUnavailable(exception, Waiting);
            }

            return false;
        }
    }

    /// <summary>Keeps in the batch what another attempt may help.</summary>
    private void Settle(Dictionary<string, RunWriteFailure> failed)
    {
        foreach (var run in _batch)
        {
            if (!failed.TryGetValue(run.RunId, out var failure))
            {
                Release(run);
                _stored(run);
            }
            else if (!failure.IsTransient)
            {
                // It stays in memory and in the journal, and is tried again at the next start.
                Release(run);
                LogRefused(run.RunId, failure.Reason);
            }
        }

        _batch.RemoveAll(run => !failed.TryGetValue(run.RunId, out var failure) || !failure.IsTransient);
    }

    private void Release(LiveRun run)
    {
        Interlocked.Decrement(ref _waiting);
        Interlocked.Add(ref _waitingBytes, -run.Bytes);
    }

    /// <returns>Whether to go on; not when the app stops.</returns>
    private async Task<bool> PauseAsync(TimeSpan pause)
    {
        try
        {
            await Task.Delay(pause, time, _stop.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    [LoggerMessage(
        1,
        LogLevel.Error,
        "The record of run {RunId} cannot be stored; the journal keeps it until the next start: {Reason}"
    )]
    private partial void LogRefused(string runId, string reason);

    [LoggerMessage(2, LogLevel.Warning, "Records cannot be stored now; {Waiting} wait, and the journal keeps them")]
    private partial void LogUnavailable(Exception exception, int waiting);
}
