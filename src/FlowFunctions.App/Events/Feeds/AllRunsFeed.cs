using System.Threading.Channels;
using FlowFunctions.App.Runs.Live;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Storage.Runs;

namespace FlowFunctions.App.Events.Feeds;

/// <summary>
/// Tells when runs start, pause, go on and end, as long as somebody reads it. Child runs are left out, as in lists. The engine only
/// puts a run's header into the ring; readers are woken by a loop here, a few times a second at most, so that many of them never slow
/// the engine.
/// </summary>
internal sealed class AllRunsFeed(EventIds ids, EventMemory memory, EventLimits limits, TimeProvider time)
    : IRunWatcher,
        IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Reading> _workspaces = new(StringComparer.Ordinal);
    private readonly Channel<bool> _signals = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true }
    );
    private volatile EventRing? _ring;
    private Task? _loop;
    private ITimer? _expiry;
    private int _readers;

    /// <inheritdoc/>
    public void Watch(LiveRun run, RunState state, RunEvent runEvent, CommandBuffer effects)
    {
        if (HasReaders && IsChange(state, runEvent, effects))
        {
            Tell(run.Header);
        }
    }

    /// <inheritdoc/>
    public void WatchUnstarted(LiveRun run) => Tell(run.Header);

    /// <summary>Whether somebody reads it, or has just read it and may come back.</summary>
    public bool HasReaders => _ring is not null;

    /// <summary>The workspaces whose runs somebody reads of, or has just read of and may come back to.</summary>
    public IReadOnlyList<string> Workspaces
    {
        get
        {
            lock (_gate)
            {
                return
                [
                    .. _workspaces
                        .Where(one => one.Value.Readers > 0 || time.GetElapsedTime(one.Value.At) < limits.Linger)
                        .Select(static one => one.Key),
                ];
            }
        }
    }

    /// <summary>A run's state has changed.</summary>
    public void Tell(RunHeader header)
    {
        if (header.ParentRunId is null && _ring is { } ring)
        {
            ring.Append(new LiveEvent(header));
            _signals.Writer.TryWrite(true);
        }
    }

    /// <summary>A reader of the runs of a workspace begins.</summary>
    public Lease Open(string workspace)
    {
        lock (_gate)
        {
            _readers++;
            Count(workspace, 1);
            _expiry?.Dispose();
            _expiry = null;
            _loop ??= Task.Run(WakeAsync);
            return new Lease(this, _ring ??= new EventRing(ids, limits.EventsOfAllRuns, memory), workspace);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _signals.Writer.TryComplete();
        _expiry?.Dispose();
        _ring?.Dispose();
    }

    /// <summary>
    /// Whether an event changed the run's state. Events that became durable together are told one by one with the state after all of
    /// them: an end is told with the event that brought it.
    /// </summary>
    private static bool IsChange(RunState state, RunEvent runEvent, CommandBuffer effects) =>
        effects.Commands is [.., CompleteRun]
        || (
            !state.Status.IsTerminal()
            && runEvent is RunStarted or ControlRequested { Control: RunControl.Pause or RunControl.Resume }
        );

    private async Task WakeAsync()
    {
        await foreach (var _ in _signals.Reader.ReadAllAsync())
        {
            _ring?.Wake();
            await Task.Delay(Pause, time);
        }
    }

    private void Count(string workspace, int change) =>
        _workspaces[workspace] = new(_workspaces.GetValueOrDefault(workspace).Readers + change, time.GetTimestamp());

    private void Close(string workspace)
    {
        lock (_gate)
        {
            Count(workspace, -1);
            if (--_readers == 0)
            {
                _expiry = time.CreateTimer(_ => Expire(), state: null, limits.Linger, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private void Expire()
    {
        lock (_gate)
        {
            if (_readers == 0)
            {
                _ring?.Dispose();
                _ring = null;
                _workspaces.Clear();
            }
        }
    }

    /// <param name="Readers">How many there are now.</param>
    /// <param name="At">When one came or went last.</param>
    private readonly record struct Reading(int Readers, long At);

    /// <summary>One reader.</summary>
    internal sealed class Lease(AllRunsFeed feed, EventRing ring, string workspace) : IDisposable
    {
        private int _isClosed;

        public EventRing Ring => ring;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isClosed, 1) == 0)
            {
                feed.Close(workspace);
            }
        }
    }
}
