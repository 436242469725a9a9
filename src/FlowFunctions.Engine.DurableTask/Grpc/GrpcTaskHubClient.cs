using FlowFunctions.Engine.DurableTask.Clients;
using FlowFunctions.Engine.DurableTask.Clients.Attempts;
using FlowFunctions.Engine.DurableTask.Protocol;

namespace FlowFunctions.Engine.DurableTask.Grpc;

/// <summary>
/// Asks a task hub over gRPC. Calls are repeated after lost connections and statuses that may pass. An event whose answer was lost is sent
/// again, so it may arrive twice; instances must bear that anyway, because the backend delivers at least once. A rewind is repeated only
/// when it certainly did not arrive.
/// </summary>
/// <param name="backend">The backend; not closed with this.</param>
public sealed class GrpcTaskHubClient(GrpcBackend backend) : ITaskHubClient
{
    private static readonly GrpcStatus[] NotThere = [GrpcStatus.NotFound, GrpcStatus.FailedPrecondition];

    private readonly GrpcCalls _calls = new(backend, backend.Options.Calls);

    /// <inheritdoc/>
    public ValueTask<bool> StartAsync(
        string instanceId,
        string orchestrator,
        string input,
        CancellationToken cancellationToken = default
    )
    {
        var start = new StartOnce(
            token =>
                TellAsync(
                    TaskHubMethods.StartInstance,
                    Start(instanceId, orchestrator, input),
                    [GrpcStatus.AlreadyExists],
                    token
                ),
            token => ReadAsync(instanceId, token),
            _calls.Now
        );
        return _calls.RunAsync($"Starting instance '{instanceId}'", start.AttemptAsync, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<InstanceState?> GetAsync(string instanceId, CancellationToken cancellationToken = default) =>
        _calls.RunAsync($"Reading instance '{instanceId}'", token => ReadAsync(instanceId, token), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> SendEventAsync(
        string instanceId,
        string name,
        string data,
        CancellationToken cancellationToken = default
    )
    {
        var request = new RaiseEventRequest
        {
            InstanceId = instanceId,
            Name = name,
            Input = data,
        };
        return _calls.RunAsync(
            $"Sending event '{name}' to instance '{instanceId}'",
            token => TellAsync(TaskHubMethods.RaiseEvent, request, NotThere, token),
            cancellationToken
        );
    }

    /// <inheritdoc/>
    public ValueTask<bool> TerminateAsync(
        string instanceId,
        string reason,
        CancellationToken cancellationToken = default
    )
    {
        var request = new TerminateRequest { InstanceId = instanceId, Output = reason };
        return _calls.RunAsync(
            $"Terminating instance '{instanceId}'",
            token => TellAsync(TaskHubMethods.TerminateInstance, request, NotThere, token),
            cancellationToken
        );
    }

    /// <inheritdoc/>
    public ValueTask<bool> RewindAsync(string instanceId, string reason, CancellationToken cancellationToken = default)
    {
        var request = new RewindInstanceRequest { InstanceId = instanceId, Reason = reason };
        return _calls.RunOnceAsync(
            $"Rewinding instance '{instanceId}'",
            token => TellAsync(TaskHubMethods.RewindInstance, request, NotThere, token),
            cancellationToken
        );
    }

    /// <inheritdoc/>
    public ValueTask<bool> PurgeAsync(string instanceId, CancellationToken cancellationToken = default)
    {
        var request = new PurgeInstancesRequest { InstanceId = instanceId, IsOrchestration = true };
        return _calls.RunAsync(
            $"Purging instance '{instanceId}'",
            async token =>
                await _calls.AttemptAsync(TaskHubMethods.PurgeInstances, request, NotThere, token)
                    is { DeletedInstanceCount: > 0 },
            cancellationToken
        );
    }

    /// <inheritdoc/>
    public ValueTask<InstancePage> ListAsync(
        Clients.InstanceQuery query,
        CancellationToken cancellationToken = default
    ) => _calls.RunAsync("Listing instances", token => ReadPageAsync(query, token), cancellationToken);

    // An instance that has ended gives its id free, as the Durable Functions extension has it by default.
    private static CreateInstanceRequest Start(string instanceId, string orchestrator, string input) =>
        new()
        {
            InstanceId = instanceId,
            Name = orchestrator,
            Input = input,
            OrchestrationIdReusePolicy = new()
            {
                ReplaceableStatus =
                {
                    Enum.GetValues<InstanceStatus>()
                        .Where(static status => status.HasEnded())
                        .Select(InstanceMessages.Write),
                },
            },
        };

    private async ValueTask<bool> TellAsync<TRequest, TAnswer>(
        GrpcMethod<TRequest, TAnswer> method,
        TRequest request,
        GrpcStatus[] refusals,
        CancellationToken cancellationToken
    )
        where TRequest : Google.Protobuf.IMessage
        where TAnswer : class, Google.Protobuf.IMessage<TAnswer> =>
        await _calls.AttemptAsync(method, request, refusals, cancellationToken) is not null;

    private async ValueTask<InstanceState?> ReadAsync(string instanceId, CancellationToken cancellationToken)
    {
        var request = new GetInstanceRequest { InstanceId = instanceId, GetInputsAndOutputs = true };
        var answer = await _calls.AttemptAsync(
            TaskHubMethods.GetInstance,
            request,
            [GrpcStatus.NotFound],
            cancellationToken
        );
        return answer is { Exists: true, OrchestrationState: { } state } ? InstanceMessages.Read(state) : null;
    }

    private async ValueTask<InstancePage> ReadPageAsync(
        Clients.InstanceQuery query,
        CancellationToken cancellationToken
    )
    {
        var request = new QueryInstancesRequest { Query = InstanceMessages.Write(query) };
        var answer = await _calls.AttemptAsync(TaskHubMethods.QueryInstances, request, [], cancellationToken);
        return new(
            [.. answer!.OrchestrationState.Select(InstanceMessages.Read)],
            answer.ContinuationToken is { Length: > 0 } token ? token : null
        );
    }
}
