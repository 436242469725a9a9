using System.Threading.Channels;
using FlowFunctions.App.Runs.Live;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.App.Events.Feeds;

/// <summary>
/// Tells the events of one run, as long as somebody reads them. The engine only signals that there is more; one loop here reads the
/// run's history from where it was and folds it. So nothing is missed and nothing piles up, however slow this is.
/// </summary>
internal sealed partial class RunFeed : IDisposable
{
    private readonly Channel<bool> _signals = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true }
    );
    private readonly Lock _gate = new();
    private readonly List<TaskCompletionSource<FeedStart>> _askers = [];
    private readonly LiveRun _run;
    private readonly RunTelling _telling;
    private readonly FeedServices _services;
    private readonly ITimer _refresh;
    private long? _end;
    private int _skippedLines;
    private volatile bool _isDue;
    private bool _isDisposed;

    /// <param name="run">The run.</param>
    /// <param name="plan">Its plan.</param>
    /// <param name="services">What it works with.</param>
    public RunFeed(LiveRun run, Plan plan, FeedServices services)
    {
        (_run, _telling, _services) = (run, new RunTelling(run, plan), services);
        Ring = new EventRing(services.Ids, services.Limits.EventsOfRun, services.Memory) { Relieved = Signal };
        _refresh = services.Time.CreateTimer(
            static feed => ((RunFeed)feed!).Refresh(),
            this,
            services.Limits.Heartbeat,
            services.Limits.Heartbeat
        );
        _ = Task.Run(RunAsync);
    }

    /// <summary>The run; also when it is stored and not among the live ones any more.</summary>
    public LiveRun Run => _run;

    /// <summary>The events; closed when the run has ended.</summary>
    public EventRing Ring { get; }

    /// <summary>There is more in the run's history, or its header has changed.</summary>
    public void Signal() => _signals.Writer.TryWrite(true);

    /// <summary>
    /// Tells of a line that a step wrote. When readers do not keep up, lines are left out rather than readers dropped; the next line
    /// says how many.
    /// </summary>
    public void Tell(in LiveLogLine line)
    {
        if (Ring.IsCrowded)
        {
            Interlocked.Increment(ref _skippedLines);
            return;
        }

        var skipped = Interlocked.Exchange(ref _skippedLines, 0);
        var told = new LogLineEvent(line, skipped, _services.Limits.LogLineLength);
        Ring.Append(new LiveEvent(EventNames.Log, EventJson.Of(told, LogLineEvent.Write)));
        Ring.Wake();
    }

    /// <summary>The run as it is now, and the number that its next events follow.</summary>
    /// <exception cref="OperationCanceledException">The feed has been let go.</exception>
    public Task<FeedStart> BeginAsync(CancellationToken cancellationToken)
    {
        var asker = new TaskCompletionSource<FeedStart>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_isDisposed)
            {
                asker.SetCanceled(CancellationToken.None);
            }

            _askers.Add(asker);
        }

        Signal();
        return asker.Task.WaitAsync(cancellationToken);
    }

    public void Dispose()
    {
        _refresh.Dispose();
        _signals.Writer.TryComplete();
        Ring.Dispose();
        lock (_gate)
        {
            _isDisposed = true;
        }

        TakeAskers().ForEach(static asker => asker.TrySetCanceled());
    }

    private void Refresh()
    {
        _isDue = true;
        Signal();
    }

    private async Task RunAsync()
    {
        try
        {
            await foreach (var _ in _signals.Reader.ReadAllAsync())
            {
                await GoOnAsync();
            }
        }
#pragma warning disable CA1031 // Whatever it is, readers must not wait for ever; they connect again and get a feed of their own.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogBroken(_services.Logger, exception, _run.RunId);
            _services.Drop(_run.RunId, this);
        }
    }

    private async Task GoOnAsync()
    {
        var askers = TakeAskers();
        var isBehind = ReadOn();
        Ring.Wake();
        if (!isBehind && _end is null && (askers.Count > 0 || _isDue || _telling.IsStale))
        {
            _isDue = false;
            await TellReasonsAsync();
        }

        if (askers.Count > 0)
        {
            var start = new FeedStart(
                EventJson.Of(_telling, static (json, telling) => telling.Write(json)),
                _end ?? Ring.Last
            );
            askers.ForEach(asker => asker.TrySetResult(start));
        }

        if (!isBehind)
        {
            Finish();
        }
    }

    /// <summary>The last event of a run tells that nothing follows.</summary>
    private void Finish()
    {
        if (_end is null && _telling.Header.Status.IsTerminal())
        {
            _end = Ring.Last;
            Ring.Append(StoredRun.EndOf(_telling.Header));
            Ring.Close();
            _refresh.Dispose();
        }
    }

    /// <summary>Tells what has been added, as far as readers keep up.</summary>
    /// <returns>Whether there is more that readers have no room for; a signal comes when they have.</returns>
    private bool ReadOn()
    {
        while (!Ring.IsCrowded)
        {
            if (!_telling.TryNext(out var next))
            {
                return false;
            }

            Ring.Append(next);
        }

        return true;
    }

    private async Task TellReasonsAsync()
    {
        var reasons = await _services.Waiting.FindAsync(_run.Header.Workspace, _run.RunId);
        if (_telling.TakeReasons(reasons))
        {
            Ring.Append(new LiveEvent(EventNames.Waiting, EventJson.Of(reasons, WaitReasons.Write)));
            Ring.Wake();
        }
    }

    private List<TaskCompletionSource<FeedStart>> TakeAskers()
    {
        lock (_gate)
        {
            List<TaskCompletionSource<FeedStart>> askers = [.. _askers];
            _askers.Clear();
            return askers;
        }
    }

    [LoggerMessage(1, LogLevel.Error, "The events of run {RunId} cannot be told")]
    private static partial void LogBroken(ILogger logger, Exception exception, string runId);
}

/// <summary>Where a reader of a run begins.</summary>
/// <param name="Snapshot">The run as JSON.</param>
/// <param name="Number">The number that its next events follow.</param>
internal sealed record FeedStart(byte[] Snapshot, long Number);
