using FlowFunctions.Engine.DurableTask.Protocol;

namespace FlowFunctions.Engine.DurableTask.Hub.Grpc;

/// <summary>A Durable Task backend as its gRPC face calls it, one member for each method of the protocol. Refuses by <see cref="SidecarException"/>.</summary>
internal interface ISidecar
{
    ValueTask<CreateInstanceResponse> StartInstanceAsync(
        CreateInstanceRequest request,
        CancellationToken cancellationToken
    );

    ValueTask<GetInstanceResponse> GetInstanceAsync(GetInstanceRequest request, CancellationToken cancellationToken);

    ValueTask<RaiseEventResponse> RaiseEventAsync(RaiseEventRequest request, CancellationToken cancellationToken);

    ValueTask<TerminateResponse> TerminateInstanceAsync(TerminateRequest request, CancellationToken cancellationToken);

    ValueTask<RewindInstanceResponse> RewindInstanceAsync(
        RewindInstanceRequest request,
        CancellationToken cancellationToken
    );

    ValueTask<PurgeInstancesResponse> PurgeInstancesAsync(
        PurgeInstancesRequest request,
        CancellationToken cancellationToken
    );

    ValueTask<QueryInstancesResponse> QueryInstancesAsync(
        QueryInstancesRequest request,
        CancellationToken cancellationToken
    );

    /// <summary>Hands out work until the worker goes.</summary>
    IAsyncEnumerable<WorkItem> GetWorkItemsAsync(GetWorkItemsRequest request, CancellationToken cancellationToken);

    ValueTask<CompleteTaskResponse> CompleteOrchestratorTaskAsync(
        OrchestratorResponse response,
        CancellationToken cancellationToken
    );

    ValueTask<CompleteTaskResponse> CompleteActivityTaskAsync(
        ActivityResponse response,
        CancellationToken cancellationToken
    );

    IAsyncEnumerable<HistoryChunk> StreamInstanceHistoryAsync(
        StreamInstanceHistoryRequest request,
        CancellationToken cancellationToken
    );

    ValueTask<AbandonOrchestrationTaskResponse> AbandonOrchestratorAsync(
        AbandonOrchestrationTaskRequest request,
        CancellationToken cancellationToken
    );

    ValueTask<AbandonActivityTaskResponse> AbandonActivityAsync(
        AbandonActivityTaskRequest request,
        CancellationToken cancellationToken
    );
}
