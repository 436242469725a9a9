using FlowFunctions.Engine.DurableTask.Clients;
using FlowFunctions.Engine.DurableTask.Protocol;

namespace FlowFunctions.Engine.DurableTask.Grpc;

/// <summary>
/// Takes turns and activities from a Durable Task backend and tells it what came of them. When the connection breaks, it connects again
/// after a growing pause; work under way goes on meanwhile.
/// </summary>
public sealed class GrpcWorker : IAsyncDisposable
{
    // What remains of the stopping time for work that is told to break off.
    private static readonly TimeSpan BreakOffTimeout = TimeSpan.FromSeconds(5);

    private readonly GrpcBackend _backend;
    private readonly GrpcWorkerOptions _options;
    private readonly GrpcCalls _hello;
    private readonly TurnWork _turnWork;
    private readonly ActivityWork _activityWork;
    private readonly WorkQueue _turns;
    private readonly WorkQueue _activities;
    private readonly CancellationTokenSource _stopListening = new();
    private readonly CancellationTokenSource _stopWorking = new();
    private readonly Task _listening;
    private Task? _stopping;

    /// <summary>Connects and begins to work.</summary>
    /// <param name="backend">The backend; not closed with this.</param>
    /// <param name="handler">Carries out.</param>
    /// <param name="options">How much work; null for the defaults.</param>
    public GrpcWorker(GrpcBackend backend, IWorkItemHandler handler, GrpcWorkerOptions? options = null)
    {
        _backend = backend;
        _options = options ?? new();
        var calls = new GrpcCalls(backend, _options.Calls);
        _hello = new(backend, _options.Calls with { MaxAttempts = 1 });
        _turnWork = new(calls, handler, _options.Trouble);
        _activityWork = new(calls, handler, _options.Trouble);
        _turns = new(_options.MaxTurns, _turnWork.RunAsync, _stopWorking.Token);
        _activities = new(_options.MaxActivities, _activityWork.RunAsync, _stopWorking.Token);
        _listening = Task.Run(() => ListenAsync(_stopListening.Token));
    }

    /// <summary>Whether the backend's stream of work items is open, or was when last heard of.</summary>
    public bool IsConnected { get; private set; }

    /// <summary>Takes no more work, waits for what is under way, then breaks off what has not ended.</summary>
    public ValueTask DisposeAsync() => new(_stopping ??= StopAsync());

    private async Task StopAsync()
    {
        await _stopListening.CancelAsync();
        await _listening;
        var waiting = _turns.Close().Select(_turnWork.AbandonAsync);
        var returned = Task.WhenAll(waiting.Concat(_activities.Close().Select(_activityWork.AbandonAsync)));
        var ended = Task.WhenAll(returned, _turns.WhenIdle, _activities.WhenIdle);
        if (!await EndsWithinAsync(ended, _options.StopTimeout))
        {
            await _stopWorking.CancelAsync();
            if (!await EndsWithinAsync(ended, BreakOffTimeout))
            {
                _options.Trouble("Work that was told to break off goes on while the worker stops.", null);
                return;
            }
        }

        _stopListening.Dispose();
        _stopWorking.Dispose();
    }

    private async Task<bool> EndsWithinAsync(Task task, TimeSpan limit)
    {
        try
        {
            await task.WaitAsync(limit, _backend.Time);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private async Task ListenAsync(CancellationToken stop)
    {
        var failures = 0;
        while (!stop.IsCancellationRequested)
        {
            var begun = _backend.Time.GetTimestamp();
            try
            {
                await TakeItemsAsync(() => failures = 0, stop);
                Tell("The Durable Task backend has ended the stream of work items; connecting again.", null);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                break;
            }
            catch (Exception lost)
                when (lost is GrpcException or TaskHubUnavailableException or OperationCanceledException)
            {
                Tell("The connection to the Durable Task backend is lost; connecting again.", lost);
            }
            finally
            {
                IsConnected = false;
            }

            // A stream that was silent but held is no failure.
            failures = _backend.Time.GetElapsedTime(begun) > _options.Reconnection.LongestPause ? 1 : failures + 1;
            await PauseAsync(failures, stop);
        }
    }

    private async Task TakeItemsAsync(Action heard, CancellationToken stop)
    {
        await HelloAsync(stop);
        using var silence = new CancellationTokenSource(Timeout.InfiniteTimeSpan, _backend.Time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop, silence.Token);
        var pings = false;
        IsConnected = true;
        await foreach (var item in _backend.Channel.StreamAsync(TaskHubMethods.GetWorkItems, Wanted(), end.Token))
        {
            heard();
            pings |= item.RequestCase == WorkItem.RequestOneofCase.HealthPing;
            // A backend that never pings may have nothing to say for hours.
            silence.CancelAfter(Timeout.InfiniteTimeSpan);
            await DispatchAsync(item, stop);
            silence.CancelAfter(pings ? _options.MaxSilence : Timeout.InfiniteTimeSpan);
        }
    }

    private ValueTask DispatchAsync(WorkItem item, CancellationToken cancellationToken) =>
        item.RequestCase switch
        {
            WorkItem.RequestOneofCase.OrchestratorRequest => _turns.AddAsync(item, cancellationToken),
            WorkItem.RequestOneofCase.ActivityRequest => _activities.AddAsync(item, cancellationToken),
            // A health ping, or a kind of work that was not asked for.
            _ => ValueTask.CompletedTask,
        };

    private async ValueTask HelloAsync(CancellationToken cancellationToken) =>
        await _hello.RunAsync(
            "Connecting to the Durable Task backend",
            token => _hello.AttemptAsync(TaskHubMethods.Hello, new(), [], token),
            cancellationToken
        );

    private GetWorkItemsRequest Wanted() =>
        new()
        {
            MaxConcurrentOrchestrationWorkItems = _options.MaxTurns,
            MaxConcurrentActivityWorkItems = _options.MaxActivities,
            Capabilities = { WorkerCapability.HistoryStreaming },
        };

    private async Task PauseAsync(int failures, CancellationToken stop)
    {
        try
        {
            await Task.Delay(_options.Reconnection.PauseAfter(failures), _backend.Time, stop);
        }
        catch (OperationCanceledException)
        {
            // The loop sees it.
        }
    }

    private void Tell(string what, Exception? cause) => _options.Trouble(what, cause);
}
