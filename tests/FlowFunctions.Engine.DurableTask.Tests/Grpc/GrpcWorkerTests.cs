using FlowFunctions.Engine.DurableTask.Grpc;
using FlowFunctions.Engine.DurableTask.Hub.Grpc;
using FlowFunctions.Engine.DurableTask.Protocol;
using static FlowFunctions.Engine.DurableTask.Tests.Grpc.WorkerBench;

namespace FlowFunctions.Engine.DurableTask.Tests.Grpc;

public sealed class GrpcWorkerTests : IAsyncLifetime
{
    private readonly WorkerBench _bench = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Fact]
    public async Task Start_Backend_IsGreetedAndToldTheLimits()
    {
        await _bench.StartServerAsync();
        _bench.StartWorker(new() { MaxTurns = 3, MaxActivities = 4 });

        var wanted = await NextAsync(_bench.Sidecar.Workers);

        Assert.Equal(3, wanted.MaxConcurrentOrchestrationWorkItems);
        Assert.Equal(4, wanted.MaxConcurrentActivityWorkItems);
        Assert.Equal([WorkerCapability.HistoryStreaming], wanted.Capabilities);
        Assert.Equal(
            ["/TaskHubSidecarService/Hello", "/TaskHubSidecarService/GetWorkItems"],
            _bench.Server.Calls.Select(static call => call[":path"])
        );
        Assert.True(_bench.Worker.IsConnected);
        Assert.Empty(_bench.Troubles);
    }

    [Fact]
    public async Task Turn_Answer_IsToldWithTheToken()
    {
        await _bench.StartAsync();
        var sent = Turn("token-1");
        OrchestratorRequest? got = null;
        _bench.Handler.OnTurn = (request, _) =>
        {
            got = request;
            return Task.FromResult(new OrchestratorResponse { InstanceId = "r", CustomStatus = "\"x\"" });
        };

        _bench.Sidecar.Give(sent);

        Assert.Equal(
            new OrchestratorResponse
            {
                InstanceId = "r",
                CustomStatus = "\"x\"",
                CompletionToken = "token-1",
            },
            await NextAsync(_bench.Sidecar.Turns)
        );
        Assert.Equal(sent.OrchestratorRequest, got);
    }

    [Fact]
    public async Task Turn_HistoryOfEightMegabytes_IsCarriedOut()
    {
        await _bench.StartAsync();
        var item = Turn("t");
        item.OrchestratorRequest.PastEvents.Add(
            new HistoryEvent { TaskCompleted = new() { Result = new('x', 8 * 1024 * 1024) } }
        );
        _bench.Handler.OnTurn = static (request, _) =>
            Task.FromResult(new OrchestratorResponse { CustomStatus = request.PastEvents[0].TaskCompleted.Result });

        _bench.Sidecar.Give(item);

        Assert.Equal(8 * 1024 * 1024, (await NextAsync(_bench.Sidecar.Turns)).CustomStatus.Length);
    }

    [Fact]
    public async Task Turn_HistoryIsStreamed_ComesAsPastEvents()
    {
        await _bench.StartAsync();
        var failures = 2;
        _bench.Sidecar.OnCall = request =>
            request is StreamInstanceHistoryRequest && failures-- > 0
                ? throw new SidecarException(GrpcStatus.Unavailable, "later")
                : null;
        _bench.Sidecar.History =
        [
            new()
            {
                Events =
                {
                    new HistoryEvent { EventId = 11 },
                    new HistoryEvent { EventId = 12 },
                },
            },
            new() { Events = { new HistoryEvent { EventId = 13 } } },
        ];
        OrchestratorRequest? got = null;
        _bench.Handler.OnTurn = (request, _) =>
        {
            got = request;
            return Task.FromResult(new OrchestratorResponse());
        };
        var item = Turn("t");
        item.OrchestratorRequest.RequiresHistoryStreaming = true;
        item.OrchestratorRequest.ExecutionId = "e";

        _bench.Sidecar.Give(item);
        await NextAsync(_bench.Sidecar.Turns);

        Assert.Equal([11, 12, 13], got!.PastEvents.Select(static past => past.EventId));
        Assert.Equal([1], got.NewEvents.Select(static fresh => fresh.EventId));
        Assert.False(got.RequiresHistoryStreaming);
        Assert.Equal(
            new StreamInstanceHistoryRequest
            {
                InstanceId = "r",
                ExecutionId = "e",
                ForWorkItemProcessing = true,
            },
            _bench.Sidecar.Requests.OfType<StreamInstanceHistoryRequest>().Last()
        );
    }

    [Fact]
    public async Task Turn_HandlerBreaks_IsToldAsTroubleAndWorkGoesOn()
    {
        await _bench.StartAsync(new() { MaxTurns = 1 });
        var turns = 0;
        _bench.Handler.OnTurn = (_, _) =>
            turns++ == 0 ? throw new InvalidOperationException("broken") : Task.FromResult(new OrchestratorResponse());

        _bench.Sidecar.Give(Turn("a"));
        _bench.Sidecar.Give(Turn("b"));

        Assert.Equal("b", (await NextAsync(_bench.Sidecar.Turns)).CompletionToken);
        Assert.Contains("'r' broke", Assert.Single(_bench.Troubles), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"a":1}""", """{"a":1}""")]
    [InlineData(null, "null")]
    public async Task Activity_Result_IsToldWithTheToken(string? sent, string got)
    {
        await _bench.StartAsync();

        _bench.Sidecar.Give(Activity("token-1", sent));

        Assert.Equal(
            new ActivityResponse
            {
                InstanceId = "r",
                TaskId = 7,
                Result = got,
                CompletionToken = "token-1",
            },
            await NextAsync(_bench.Sidecar.Activities)
        );
        Assert.Equal([("RunStep", "r", got)], _bench.Handler.Activities);
    }

    [Fact]
    public async Task Activity_Throws_IsToldAsFailed()
    {
        await _bench.StartAsync();
        _bench.Handler.OnActivity = static (_, _) => throw new InvalidOperationException("no such step");

        _bench.Sidecar.Give(Activity("t"));

        var told = await NextAsync(_bench.Sidecar.Activities);
        Assert.Null(told.Result);
        Assert.Equal("System.InvalidOperationException", told.FailureDetails.ErrorType);
        Assert.Equal("no such step", told.FailureDetails.ErrorMessage);
        Assert.Equal("t", told.CompletionToken);
    }

    [Fact]
    public async Task Activities_MoreThanTheLimit_WaitForTheirTurn()
    {
        await _bench.StartAsync(new() { MaxActivities = 2, MaxTurns = 1 });
        var entered = 0;
        var most = 0;
        using var release = new SemaphoreSlim(0);
        _bench.Handler.OnActivity = async (input, _) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref entered));
            await release.WaitAsync(CancellationToken.None);
            Interlocked.Decrement(ref entered);
            return input;
        };
        for (var number = 0; number < 20; number++)
        {
            _bench.Sidecar.Give(Activity($"{number}"));
        }

        await UntilAsync(() => entered == 2);
        release.Release(20);
        for (var number = 0; number < 20; number++)
        {
            await NextAsync(_bench.Sidecar.Activities);
        }

        Assert.Equal(2, most);
    }

    [Fact]
    public async Task Completion_PassingTrouble_IsToldAgain()
    {
        await _bench.StartAsync();
        var told = 0;
        _bench.Sidecar.OnCall = request =>
            request is ActivityResponse or OrchestratorResponse && ++told % 3 != 0
                ? throw new SidecarException(GrpcStatus.Unavailable, "later")
                : null;

        _bench.Sidecar.Give(Activity("a"));
        Assert.Equal("a", (await NextAsync(_bench.Sidecar.Activities)).CompletionToken);
        _bench.Sidecar.Give(Turn("b"));
        Assert.Equal("b", (await NextAsync(_bench.Sidecar.Turns)).CompletionToken);

        Assert.Equal(6, told);
        Assert.Single(_bench.Handler.Activities);
    }

    [Fact]
    public async Task Completion_GivenToAnotherWorker_IsNotToldAgain()
    {
        await _bench.StartAsync();
        _bench.Sidecar.OnCall = static request =>
            request is ActivityResponse { CompletionToken: "late" } or OrchestratorResponse { CompletionToken: "late" }
                ? throw new SidecarException(GrpcStatus.NotFound, "not yours")
                : null;

        _bench.Sidecar.Give(Activity("late"));
        _bench.Sidecar.Give(Turn("late"));
        await UntilAsync(() => _bench.Troubles.Count == 2);

        Assert.All(_bench.Troubles, static trouble => Assert.Contains("too late", trouble, StringComparison.Ordinal));
        Assert.Equal(2, _bench.Sidecar.Requests.Count);
    }

    [Fact]
    public async Task Completion_TroubleThatStays_IsGivenUp()
    {
        await _bench.StartAsync();
        _bench.Sidecar.OnCall = static _ => throw new SidecarException(GrpcStatus.Unavailable, "never");

        _bench.Sidecar.Give(Activity("a"));
        _bench.Sidecar.Give(Turn("b"));
        await UntilAsync(() => _bench.Troubles.Count == 2);

        Assert.All(
            _bench.Troubles,
            static trouble => Assert.Contains("will ask for it again", trouble, StringComparison.Ordinal)
        );
        Assert.Equal(10, _bench.Sidecar.Requests.Count);
    }
}
