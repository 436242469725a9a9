using static FlowFunctions.Engine.DurableTask.Tests.Grpc.WorkerBench;

namespace FlowFunctions.Engine.DurableTask.Tests.Grpc;

public sealed class GrpcWorkerConnectionTests : IAsyncLifetime
{
    private readonly WorkerBench _bench = new();
    private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        _release.TrySetResult();
        await _bench.DisposeAsync();
    }

    [Fact]
    public async Task Stream_Breaks_WorkUnderWayIsToldOverTheNextOne()
    {
        await _bench.StartAsync();
        await HoldActivityAsync("a");

        _bench.Server.BreakOff();
        await NextAsync(_bench.Sidecar.Workers);
        _release.SetResult();

        Assert.Equal("a", (await NextAsync(_bench.Sidecar.Activities)).CompletionToken);
        Assert.Contains("lost", _bench.Troubles.First(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_GoesAndComesBack_WorkUnderWayIsTold()
    {
        await _bench.StartAsync();
        await HoldActivityAsync("a");

        await _bench.StopServerAsync();
        await UntilAsync(() => !_bench.Worker.IsConnected);
        await _bench.StartServerAsync();
        await NextAsync(_bench.Sidecar.Workers);
        _release.SetResult();

        Assert.Equal("a", (await NextAsync(_bench.Sidecar.Activities)).CompletionToken);
    }

    [Fact]
    public async Task Stream_EndedByTheBackend_IsOpenedAgainAfterGrowingPauses()
    {
        await _bench.StartServerAsync();
        _bench.Sidecar.EndWork();
        _bench.StartWorker();

        for (var connection = 0; connection < 9; connection++)
        {
            await NextAsync(_bench.Sidecar.Workers);
        }

        Assert.Equal([0.5, 1, 2, 4, 8, 16], _bench.Time.Pauses.Take(6).Select(static pause => pause.TotalSeconds));
    }

    [Fact]
    public async Task Start_ServerNotThereYet_ConnectsWhenItIs()
    {
        await _bench.StartServerAsync();
        await _bench.StopServerAsync();
        _bench.StartWorker();
        await UntilAsync(() => _bench.Troubles.Count > 2);

        await _bench.StartServerAsync();

        await NextAsync(_bench.Sidecar.Workers);
        Assert.Contains("lost", _bench.Troubles.First(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_SilentAfterAPing_IsOpenedAgain()
    {
        await _bench.StartAsync(new() { MaxSilence = TimeSpan.FromMilliseconds(30) });

        _bench.Sidecar.Give(new() { HealthPing = new() });

        await NextAsync(_bench.Sidecar.Workers);
        _bench.Sidecar.Give(Activity("a"));
        Assert.Equal("a", (await NextAsync(_bench.Sidecar.Activities)).CompletionToken);
    }

    [Fact]
    public async Task Items_SameTokenWhileUnderWay_IsCarriedOutOnce()
    {
        await _bench.StartAsync();
        await HoldActivityAsync("a");

        _bench.Sidecar.Give(Activity("a"));
        _bench.Sidecar.Give(Turn("behind"));
        await NextAsync(_bench.Sidecar.Turns);
        _release.SetResult();
        await NextAsync(_bench.Sidecar.Activities);

        Assert.Single(_bench.Handler.Activities);
    }

    [Fact]
    public async Task Items_SameTokenAfterItWasTold_IsCarriedOutAgain()
    {
        await _bench.StartAsync(new() { MaxActivities = 1 });

        _bench.Sidecar.Give(Activity("a"));
        await NextAsync(_bench.Sidecar.Activities);
        _bench.Sidecar.Give(Activity("next"));
        await NextAsync(_bench.Sidecar.Activities);
        _bench.Sidecar.Give(Activity("a"));

        Assert.Equal("a", (await NextAsync(_bench.Sidecar.Activities)).CompletionToken);
    }

    [Fact]
    public async Task Stop_WorkUnderWay_IsToldAndWhatWaitedIsGivenBack()
    {
        await _bench.StartAsync(new() { MaxActivities = 1 });
        await HoldActivityAsync("a");
        _bench.Sidecar.Give(Activity("waits"));
        _bench.Sidecar.Give(Turn("behind"));
        await NextAsync(_bench.Sidecar.Turns);

        var stopped = _bench.Worker.DisposeAsync().AsTask();
        Assert.Equal("waits", await NextAsync(_bench.Sidecar.GivenBack));
        Assert.False(stopped.IsCompleted);
        _release.SetResult();
        await stopped;

        Assert.Equal("a", (await NextAsync(_bench.Sidecar.Activities)).CompletionToken);
        Assert.Single(_bench.Handler.Activities);
        Assert.False(_bench.Worker.IsConnected);
    }

    [Fact]
    public async Task Stop_WorkTakesTooLong_IsBrokenOffAndGivenBack()
    {
        await _bench.StartAsync(new() { StopTimeout = TimeSpan.FromMilliseconds(20) });
        _bench.Handler.OnActivity = Forever;
        _bench.Handler.OnTurn = async (_, token) =>
        {
            await Forever("", token);
            return new();
        };
        _bench.Sidecar.Give(Activity("a"));
        _bench.Sidecar.Give(Turn("t"));
        await UntilAsync(() => _held == 2);

        await _bench.Worker.DisposeAsync();

        string[] back = [await NextAsync(_bench.Sidecar.GivenBack), await NextAsync(_bench.Sidecar.GivenBack)];
        Assert.Equal(["a", "t"], back.Order());
    }

    [Fact]
    public async Task Stop_Twice_EndsOnce()
    {
        await _bench.StartAsync();

        await _bench.Worker.DisposeAsync();
        await _bench.Worker.DisposeAsync();

        Assert.Empty(_bench.Troubles);
    }

    private int _held;

    private async Task<string> Forever(string input, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _held);
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        return input;
    }

    /// <summary>Hands an activity out that stays under way until it is released.</summary>
    private async Task HoldActivityAsync(string token)
    {
        _bench.Handler.OnActivity = async (input, _) =>
        {
            _entered.TrySetResult();
            await _release.Task;
            return input;
        };
        _bench.Sidecar.Give(Activity(token));
        await _entered.Task.WaitAsync(TimeSpan.FromSeconds(20));
    }
}
