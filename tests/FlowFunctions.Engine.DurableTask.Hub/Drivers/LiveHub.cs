using System.Collections.Concurrent;
using System.Threading.Channels;

namespace FlowFunctions.Engine.DurableTask.Hub.Drivers;

/// <summary>Drives a hub in real time, many turns and activities at once, until it is disposed.</summary>
internal sealed class LiveHub : IAsyncDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private readonly Channel<bool> _wakes = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<Exception> _faults = new();
    private readonly TaskCompletionSource _broken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ITimer _timer;
    private readonly Slots _turns;
    private readonly Slots _activities;
    private readonly Task _loop;

    /// <summary>A hub without instances that works at once.</summary>
    /// <param name="options">How it behaves.</param>
    /// <param name="worker">The code that it hosts.</param>
    /// <param name="maxTurns">The most turns at once.</param>
    /// <param name="maxActivities">The most activities at once.</param>
    public LiveHub(TaskHubOptions options, IHubWorker worker, int maxTurns = 16, int maxActivities = 16)
    {
        Hub = new TaskHub(options, worker, TimeProvider.System, shuffled: false);
        (_turns, _activities) = (new Slots(maxTurns, this), new Slots(maxActivities, this));
        _timer = TimeProvider.System.CreateTimer(_ => Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Hub.Work.Arrived += Wake;
        _loop = Task.Run(LoopAsync);
    }

    /// <summary>The hub.</summary>
    public TaskHub Hub { get; }

    /// <summary>Waits until the worker breaks the rules of the framework; the hub hands no work out then.</summary>
    public Task WhenBrokenAsync(CancellationToken cancellationToken) => _broken.Task.WaitAsync(cancellationToken);

    /// <summary>Stops: calls that are under way are cancelled and waited for.</summary>
    /// <exception cref="AggregateException">The worker broke the rules of the framework.</exception>
    public async ValueTask DisposeAsync()
    {
        Hub.Work.Arrived -= Wake;
        _wakes.Writer.TryComplete();
        await _stop.CancelAsync();
        await _loop;
        await _turns.EmptyAsync();
        await _activities.EmptyAsync();
        await _timer.DisposeAsync();
        _stop.Dispose();
        if (!_faults.IsEmpty)
        {
            throw new AggregateException(_faults);
        }
    }

    private void Wake() => _wakes.Writer.TryWrite(true);

    private async Task LoopAsync()
    {
        Wake();
        while (await _wakes.Reader.WaitToReadAsync() && !_stop.IsCancellationRequested)
        {
            _wakes.Reader.TryRead(out _);
            Hub.Work.FireTimers();
            StartTurns();
            StartActivities();
            SetTimer();
        }
    }

    private void StartTurns()
    {
        while (_faults.IsEmpty && _turns.HasRoom && Hub.Work.TakeTurn() is { } turn)
        {
            _turns.Run(() => Hub.Work.CarryOutAsync(turn, _stop.Token));
        }
    }

    private void StartActivities()
    {
        while (_activities.HasRoom && Hub.Work.TakeActivity() is { } activity)
        {
            _activities.Run(() => Hub.Work.ExecuteAsync(activity, _stop.Token));
        }
    }

    private void SetTimer()
    {
        if (Hub.Work.NextTimer is not { } next)
        {
            return;
        }

        var wait = next - TimeProvider.System.GetUtcNow();
        wait = wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
        _timer.Change(wait < LongestWait ? wait : LongestWait, Timeout.InfiniteTimeSpan);
    }

    /// <summary>A bounded number of calls at once. Only the loop starts calls.</summary>
    private sealed class Slots(int size, LiveHub hub)
    {
        private readonly ConcurrentDictionary<Task, bool> _calls = new();
        private int _used;

        public bool HasRoom => Volatile.Read(ref _used) < size;

        public void Run(Func<ValueTask> call)
        {
            Interlocked.Increment(ref _used);
            var running = Task.Run(() => CallAsync(call));
            _calls.TryAdd(running, true);
            _ = running.ContinueWith(
                done => _calls.TryRemove(done, out _),
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default
            );
        }

        public Task EmptyAsync() => Task.WhenAll(_calls.Keys);

        private async Task CallAsync(Func<ValueTask> call)
        {
            try
            {
                await call();
            }
            catch (OperationCanceledException) when (hub._stop.IsCancellationRequested)
            {
                // The hub stops; what was under way is given up.
            }
            catch (Exception broken)
            {
                hub._faults.Enqueue(broken);
                hub._broken.TrySetResult();
            }
            finally
            {
                Interlocked.Decrement(ref _used);
                hub.Wake();
            }
        }
    }
}
