using System.Collections.Concurrent;
using System.Threading.Channels;
using FlowFunctions.Engine.DurableTask.Clients;
using FlowFunctions.Engine.DurableTask.Grpc;
using FlowFunctions.Engine.DurableTask.Hub;
using FlowFunctions.Engine.DurableTask.Hub.Grpc;
using FlowFunctions.Engine.DurableTask.Protocol;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace FlowFunctions.App.Tests.Backends;

/// <summary>The gRPC face of a task hub: what it wants done goes to whichever worker is connected.</summary>
internal sealed class HubSidecar : ISidecar, IHubWorker
{
    private readonly Channel<WorkItem> _work = Channel.CreateUnbounded<WorkItem>();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<IMessage>> _open = new(StringComparer.Ordinal);

    /// <summary>The hub.</summary>
    public TaskHub? Hub { get; set; }

    public async ValueTask<byte[]> TurnAsync(string orchestrator, byte[] request, CancellationToken cancellationToken)
    {
        var item = new WorkItem { OrchestratorRequest = OrchestratorRequest.Parser.ParseFrom(request) };
        var response = (OrchestratorResponse)await AskAsync(item, cancellationToken);
        response.CompletionToken = "";
        return response.ToByteArray();
    }

    public async ValueTask<string> ExecuteAsync(
        string activity,
        string instanceId,
        string input,
        CancellationToken cancellationToken
    )
    {
        var request = new ActivityRequest
        {
            Name = activity,
            Input = input,
            OrchestrationInstance = new OrchestrationInstance { InstanceId = instanceId },
        };
        var response = (ActivityResponse)await AskAsync(new WorkItem { ActivityRequest = request }, cancellationToken);
        return response.FailureDetails is { } failure
            ? throw new InvalidOperationException(failure.ErrorMessage)
            : response.Result;
    }

    public IAsyncEnumerable<WorkItem> GetWorkItemsAsync(
        GetWorkItemsRequest request,
        CancellationToken cancellationToken
    ) => _work.Reader.ReadAllAsync(cancellationToken);

    public ValueTask<CompleteTaskResponse> CompleteOrchestratorTaskAsync(
        OrchestratorResponse response,
        CancellationToken cancellationToken
    ) => Complete(response.CompletionToken, response);

    public ValueTask<CompleteTaskResponse> CompleteActivityTaskAsync(
        ActivityResponse response,
        CancellationToken cancellationToken
    ) => Complete(response.CompletionToken, response);

    public ValueTask<CreateInstanceResponse> StartInstanceAsync(
        CreateInstanceRequest request,
        CancellationToken cancellationToken
    ) =>
        Hub!.Start(request.InstanceId, request.Name, request.Input)
            ? ValueTask.FromResult(new CreateInstanceResponse { InstanceId = request.InstanceId })
            : throw new SidecarException(GrpcStatus.AlreadyExists, "It is there.");

    public ValueTask<GetInstanceResponse> GetInstanceAsync(
        GetInstanceRequest request,
        CancellationToken cancellationToken
    )
    {
        var state = Hub!.Get(request.InstanceId);
        return ValueTask.FromResult(
            new GetInstanceResponse
            {
                Exists = state is not null,
                OrchestrationState = state is null ? null : StateOf(state),
            }
        );
    }

    public ValueTask<RaiseEventResponse> RaiseEventAsync(
        RaiseEventRequest request,
        CancellationToken cancellationToken
    ) => Found(Hub!.RaiseEvent(request.InstanceId, request.Name, request.Input), new RaiseEventResponse());

    public ValueTask<TerminateResponse> TerminateInstanceAsync(
        TerminateRequest request,
        CancellationToken cancellationToken
    ) => Found(Hub!.Terminate(request.InstanceId, request.Output), new TerminateResponse());

    public ValueTask<RewindInstanceResponse> RewindInstanceAsync(
        RewindInstanceRequest request,
        CancellationToken cancellationToken
    ) => Found(Hub!.Rewind(request.InstanceId, null), new RewindInstanceResponse());

    public ValueTask<PurgeInstancesResponse> PurgeInstancesAsync(
        PurgeInstancesRequest request,
        CancellationToken cancellationToken
    ) =>
        ValueTask.FromResult(
            new PurgeInstancesResponse { DeletedInstanceCount = Hub!.Purge(request.InstanceId) ? 1 : 0 }
        );

    public ValueTask<QueryInstancesResponse> QueryInstancesAsync(
        QueryInstancesRequest request,
        CancellationToken cancellationToken
    )
    {
        var query = new global::FlowFunctions.Engine.DurableTask.Clients.InstanceQuery
        {
            IdPrefix = request.Query.InstanceIdPrefix,
        };
        var response = new QueryInstancesResponse();
        response.OrchestrationState.AddRange(Hub!.List(query).Instances.Select(StateOf));
        return ValueTask.FromResult(response);
    }

    public IAsyncEnumerable<HistoryChunk> StreamInstanceHistoryAsync(
        StreamInstanceHistoryRequest request,
        CancellationToken cancellationToken
    ) => throw new SidecarException(GrpcStatus.Unimplemented, "Histories are sent whole.");

    public ValueTask<AbandonOrchestrationTaskResponse> AbandonOrchestratorAsync(
        AbandonOrchestrationTaskRequest request,
        CancellationToken cancellationToken
    ) => ValueTask.FromResult(new AbandonOrchestrationTaskResponse());

    public ValueTask<AbandonActivityTaskResponse> AbandonActivityAsync(
        AbandonActivityTaskRequest request,
        CancellationToken cancellationToken
    ) => ValueTask.FromResult(new AbandonActivityTaskResponse());

    private async Task<IMessage> AskAsync(WorkItem item, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<IMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        item.CompletionToken = Guid.NewGuid().ToString("N");
        _open[item.CompletionToken] = answer;
        await _work.Writer.WriteAsync(item, cancellationToken);
        return await answer.Task.WaitAsync(cancellationToken);
    }

    private ValueTask<CompleteTaskResponse> Complete(string token, IMessage response) =>
        Found(_open.TryRemove(token, out var open) && open.TrySetResult(response), new CompleteTaskResponse());

    private static ValueTask<T> Found<T>(bool isFound, T response) =>
        isFound
            ? ValueTask.FromResult(response)
            : throw new SidecarException(GrpcStatus.NotFound, "It is not there, or has ended.");

    private static OrchestrationState StateOf(InstanceState state) =>
        new()
        {
            InstanceId = state.InstanceId,
            Name = state.Name,
            OrchestrationStatus = InstanceMessages.Write(state.Status),
            CreatedTimestamp = Timestamp.FromDateTimeOffset(state.CreatedAt),
            LastUpdatedTimestamp = Timestamp.FromDateTimeOffset(state.LastUpdatedAt),
            CustomStatus = state.CustomStatus,
            Output = state.Output,
        };
}
