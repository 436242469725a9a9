using FlowFunctions.Engine.DurableTask.Clients;
using FlowFunctions.Engine.DurableTask.Grpc;
using FlowFunctions.Engine.DurableTask.Hub.Grpc;
using FlowFunctions.Engine.DurableTask.Protocol;
using FlowFunctions.Engine.DurableTask.Tests.Clients;
using Google.Protobuf.WellKnownTypes;

namespace FlowFunctions.Engine.DurableTask.Tests.Grpc;

public sealed class GrpcTaskHubClientTests : IAsyncLifetime
{
    private static readonly TaskHubCallOptions Calls = new() { Random = static () => 1 };
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    private readonly ScriptedSidecar _sidecar = new();
    private readonly InstantPauses _time = new(Calls.Timeout);
    private SidecarServer _server = null!;
    private GrpcBackend _backend = null!;
    private GrpcTaskHubClient _client = null!;

    public async Task InitializeAsync()
    {
        _server = await SidecarServer.StartAsync(_sidecar);
        _backend = new(
            new()
            {
                Address = _server.Address,
                TaskHub = "hub",
                Token = static _ => ValueTask.FromResult("s3cr3t"),
                Calls = Calls,
            },
            _time
        );
        _client = new(_backend);
    }

    public async Task DisposeAsync()
    {
        _backend.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Start_NewInstance_IsStartedWithItsInput()
    {
        Assert.True(await _client.StartAsync("r~1", "RunFlow", """{"a":1}"""));

        var request = Assert.IsType<CreateInstanceRequest>(_sidecar.Requests.Single());
        Assert.Equal(("r~1", "RunFlow", """{"a":1}"""), (request.InstanceId, request.Name, request.Input));
        Assert.Equal(
            [
                OrchestrationStatus.Completed,
                OrchestrationStatus.Failed,
                OrchestrationStatus.Terminated,
                OrchestrationStatus.Canceled,
            ],
            request.OrchestrationIdReusePolicy.ReplaceableStatus
        );
        Assert.Equal("hub", _server.Calls.Single()["taskhub"]);
    }

    [Fact]
    public async Task Start_InstanceThere_IsFalse()
    {
        Refuse(GrpcStatus.AlreadyExists);

        Assert.False(await _client.StartAsync("r", "RunFlow", "1"));
        Assert.Single(_sidecar.Requests);
    }

    [Theory]
    [InlineData(OrchestrationStatus.Running, -1000, 2)]
    [InlineData(OrchestrationStatus.Completed, 0, 2)]
    [InlineData(OrchestrationStatus.Failed, -1000, 3)]
    public async Task Start_AnswerLost_IsStartedOnce(object status, int createdMinutes, int requests)
    {
        var lost = false;
        _sidecar.OnCall = request =>
        {
            if (request is GetInstanceRequest)
            {
                var created = TimeProvider.System.GetUtcNow().AddMinutes(createdMinutes);
                return Found((OrchestrationStatus)status, created);
            }

            return lost ? null : throw Lose();
        };

        Assert.True(await _client.StartAsync("r", "RunFlow", "1"));
        Assert.Equal(requests, _sidecar.Requests.Count);

        SidecarException Lose()
        {
            lost = true;
            return new(GrpcStatus.Unknown, "lost");
        }
    }

    [Theory]
    [InlineData(OrchestrationStatus.Pending, InstanceStatus.Pending)]
    [InlineData(OrchestrationStatus.Running, InstanceStatus.Running)]
    [InlineData(OrchestrationStatus.Suspended, InstanceStatus.Suspended)]
    [InlineData(OrchestrationStatus.Completed, InstanceStatus.Completed)]
    [InlineData(OrchestrationStatus.ContinuedAsNew, InstanceStatus.ContinuedAsNew)]
    [InlineData(OrchestrationStatus.Failed, InstanceStatus.Failed)]
    [InlineData(OrchestrationStatus.Terminated, InstanceStatus.Terminated)]
    [InlineData(OrchestrationStatus.Canceled, InstanceStatus.Canceled)]
    public async Task Get_Instance_IsRead(object sent, InstanceStatus status)
    {
        var found = Found((OrchestrationStatus)sent, Noon);
        found.OrchestrationState.CustomStatus = """{"x":1}""";
        found.OrchestrationState.Output = "\"out\"";
        _sidecar.OnCall = _ => found;

        Assert.Equal(
            new InstanceState
            {
                InstanceId = "r",
                Name = "RunFlow",
                Status = status,
                CreatedAt = Noon,
                LastUpdatedAt = Noon,
                CustomStatus = """{"x":1}""",
                Output = "\"out\"",
            },
            await _client.GetAsync("r")
        );
        Assert.True(Assert.IsType<GetInstanceRequest>(_sidecar.Requests.Single()).GetInputsAndOutputs);
    }

    [Fact]
    public async Task Get_FailedInstanceWithDetailsOnly_TellsThem()
    {
        var found = Found(OrchestrationStatus.Failed, Noon);
        found.OrchestrationState.CustomStatus = "";
        found.OrchestrationState.FailureDetails = new() { ErrorType = "System.Exception", ErrorMessage = "broken" };
        _sidecar.OnCall = _ => found;

        var state = await _client.GetAsync("r");

        Assert.Equal("System.Exception: broken", state!.Output);
        Assert.Null(state.CustomStatus);
    }

    [Fact]
    public async Task Get_NoSuchInstance_IsNull()
    {
        Assert.Null(await _client.GetAsync("r"));
        Refuse(GrpcStatus.NotFound);
        Assert.Null(await _client.GetAsync("r"));
    }

    [Fact]
    public async Task Telling_InstanceThere_IsTrue()
    {
        _sidecar.OnCall = static request =>
            request is PurgeInstancesRequest ? new PurgeInstancesResponse { DeletedInstanceCount = 1 } : null;

        Assert.True(await _client.SendEventAsync("r", "go", "[1]"));
        Assert.True(await _client.TerminateAsync("r", "enough"));
        Assert.True(await _client.RewindAsync("r", "again"));
        Assert.True(await _client.PurgeAsync("r"));
        Assert.Equal(
            [
                new RaiseEventRequest
                {
                    InstanceId = "r",
                    Name = "go",
                    Input = "[1]",
                },
                new TerminateRequest { InstanceId = "r", Output = "enough" },
                new RewindInstanceRequest { InstanceId = "r", Reason = "again" },
                new PurgeInstancesRequest { InstanceId = "r", IsOrchestration = true },
            ],
            _sidecar.Requests
        );
    }

    [Theory]
    [InlineData(GrpcStatus.NotFound)]
    [InlineData(GrpcStatus.FailedPrecondition)]
    public async Task Telling_NotThereOrEnded_IsFalse(object status)
    {
        Refuse((GrpcStatus)status);

        Assert.False(await _client.SendEventAsync("r", "go", "1"));
        Assert.False(await _client.TerminateAsync("r", "enough"));
        Assert.False(await _client.RewindAsync("r", "again"));
        Assert.False(await _client.PurgeAsync("r"));
        Assert.Equal(4, _sidecar.Requests.Count);
    }

    [Fact]
    public async Task Purge_NothingDeleted_IsFalse() => Assert.False(await _client.PurgeAsync("r"));

    [Fact]
    public async Task List_Query_IsSentAndThePageRead()
    {
        _sidecar.OnCall = static _ => new QueryInstancesResponse
        {
            OrchestrationState = { Found(OrchestrationStatus.Failed, Noon).OrchestrationState },
            ContinuationToken = "next",
        };
        var query = new Engine.DurableTask.Clients.InstanceQuery
        {
            Statuses = [InstanceStatus.Failed, InstanceStatus.Pending],
            CreatedFrom = Noon,
            CreatedTo = Noon.AddDays(1),
            IdPrefix = "r",
            Limit = 7,
            Continuation = "here",
        };

        var page = await _client.ListAsync(query);

        Assert.Equal("r", page.Instances.Single().InstanceId);
        Assert.Equal("next", page.Continuation);
        var sent = Assert.IsType<QueryInstancesRequest>(_sidecar.Requests.Single()).Query;
        Assert.Equal([OrchestrationStatus.Failed, OrchestrationStatus.Pending], sent.RuntimeStatus);
        Assert.Equal(
            (Noon, Noon.AddDays(1)),
            (sent.CreatedTimeFrom.ToDateTimeOffset(), sent.CreatedTimeTo.ToDateTimeOffset())
        );
        Assert.Equal(("r", 7, "here"), (sent.InstanceIdPrefix, sent.MaxInstanceCount, sent.ContinuationToken));
    }

    [Fact]
    public async Task List_LastPage_HasNoContinuation()
    {
        _sidecar.OnCall = static _ => new QueryInstancesResponse { ContinuationToken = "" };

        Assert.Null((await _client.ListAsync(new())).Continuation);
    }

    [Theory]
    [InlineData(GrpcStatus.Unavailable)]
    [InlineData(GrpcStatus.Internal)]
    [InlineData(GrpcStatus.Unknown)]
    [InlineData(GrpcStatus.Aborted)]
    [InlineData(GrpcStatus.Cancelled)]
    [InlineData(GrpcStatus.ResourceExhausted)]
    [InlineData(GrpcStatus.DeadlineExceeded)]
    public async Task SendEvent_PassingTrouble_IsSentAgain(object status)
    {
        _sidecar.OnCall = _ =>
            _sidecar.Requests.Count < 3 ? throw new SidecarException((GrpcStatus)status, "later") : null;

        Assert.True(await _client.SendEventAsync("r", "go", "1"));
        Assert.Equal(3, _sidecar.Requests.Count);
        Assert.Equal([TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(400)], _time.Pauses);
    }

    [Theory]
    [InlineData(GrpcStatus.Unauthenticated, "role")]
    [InlineData(GrpcStatus.PermissionDenied, "role")]
    [InlineData(GrpcStatus.Unimplemented, "backend")]
    [InlineData(GrpcStatus.InvalidArgument, "InvalidArgument")]
    public async Task SendEvent_Refused_IsToldOnce(object status, string told)
    {
        Refuse((GrpcStatus)status);

        var unavailable = await FailsAsync(() => _client.SendEventAsync("r", "go", "1"));

        Assert.Contains(told, unavailable.Message, StringComparison.Ordinal);
        Assert.Single(_sidecar.Requests);
    }

    [Fact]
    public async Task Get_TroubleThatStays_IsUnavailable()
    {
        Refuse(GrpcStatus.Unavailable);

        var unavailable = await FailsAsync(() => _client.GetAsync("r"));

        Assert.Equal(
            $"Reading instance 'r' failed: the Durable Task backend at {_server.Address.Authority}: Unavailable, as told (3 attempts).",
            unavailable.Message
        );
    }

    [Fact]
    public async Task Rewind_AnswerLost_IsNotRepeated()
    {
        Refuse(GrpcStatus.Internal);

        await FailsAsync(() => _client.RewindAsync("r", "again"));

        Assert.Single(_sidecar.Requests);
    }

    [Fact]
    public async Task Get_ServerGone_IsUnavailableAndComesBack()
    {
        var port = _server.Address.Port;
        await _server.DisposeAsync();
        await FailsAsync(() => _client.GetAsync("r"));
        _server = await SidecarServer.StartAsync(_sidecar, port);

        Assert.Null(await _client.GetAsync("r"));
    }

    private void Refuse(GrpcStatus status) => _sidecar.OnCall = _ => throw new SidecarException(status, "as told");

    /// <summary>The call fails, and nothing of what it throws shows the token.</summary>
    private static async Task<TaskHubUnavailableException> FailsAsync<T>(Func<ValueTask<T>> call)
    {
        var failed = await Assert.ThrowsAsync<TaskHubUnavailableException>(async () => await call());
        Assert.DoesNotContain("s3cr3t", failed.ToString(), StringComparison.Ordinal);
        return failed;
    }

    private static GetInstanceResponse Found(OrchestrationStatus status, DateTimeOffset created) =>
        new()
        {
            Exists = true,
            OrchestrationState = new()
            {
                InstanceId = "r",
                Name = "RunFlow",
                OrchestrationStatus = status,
                CreatedTimestamp = Timestamp.FromDateTimeOffset(created),
                LastUpdatedTimestamp = Timestamp.FromDateTimeOffset(created),
            },
        };
}
