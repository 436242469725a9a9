using FlowFunctions.Engine.DurableTask.Protocol;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace FlowFunctions.Engine.DurableTask.Grpc;

/// <summary>The methods of the Durable Task protocol's service that are used here.</summary>
internal static class TaskHubMethods
{
    public const string Service = "TaskHubSidecarService";

    public static readonly GrpcMethod<Empty, Empty> Hello = Of<Empty, Empty>("Hello", Empty.Parser);

    public static readonly GrpcMethod<CreateInstanceRequest, CreateInstanceResponse> StartInstance = Of<
        CreateInstanceRequest,
        CreateInstanceResponse
    >("StartInstance", CreateInstanceResponse.Parser);

    public static readonly GrpcMethod<GetInstanceRequest, GetInstanceResponse> GetInstance = Of<
        GetInstanceRequest,
        GetInstanceResponse
    >("GetInstance", GetInstanceResponse.Parser);

    public static readonly GrpcMethod<RewindInstanceRequest, RewindInstanceResponse> RewindInstance = Of<
        RewindInstanceRequest,
        RewindInstanceResponse
    >("RewindInstance", RewindInstanceResponse.Parser);

    public static readonly GrpcMethod<RaiseEventRequest, RaiseEventResponse> RaiseEvent = Of<
        RaiseEventRequest,
        RaiseEventResponse
    >("RaiseEvent", RaiseEventResponse.Parser);

    public static readonly GrpcMethod<TerminateRequest, TerminateResponse> TerminateInstance = Of<
        TerminateRequest,
        TerminateResponse
    >("TerminateInstance", TerminateResponse.Parser);

    public static readonly GrpcMethod<QueryInstancesRequest, QueryInstancesResponse> QueryInstances = Of<
        QueryInstancesRequest,
        QueryInstancesResponse
    >("QueryInstances", QueryInstancesResponse.Parser);

    public static readonly GrpcMethod<PurgeInstancesRequest, PurgeInstancesResponse> PurgeInstances = Of<
        PurgeInstancesRequest,
        PurgeInstancesResponse
    >("PurgeInstances", PurgeInstancesResponse.Parser);

    public static readonly GrpcMethod<GetWorkItemsRequest, WorkItem> GetWorkItems = Of<GetWorkItemsRequest, WorkItem>(
        "GetWorkItems",
        WorkItem.Parser
    );

    public static readonly GrpcMethod<ActivityResponse, CompleteTaskResponse> CompleteActivityTask = Of<
        ActivityResponse,
        CompleteTaskResponse
    >("CompleteActivityTask", CompleteTaskResponse.Parser);

    public static readonly GrpcMethod<OrchestratorResponse, CompleteTaskResponse> CompleteOrchestratorTask = Of<
        OrchestratorResponse,
        CompleteTaskResponse
    >("CompleteOrchestratorTask", CompleteTaskResponse.Parser);

    public static readonly GrpcMethod<StreamInstanceHistoryRequest, HistoryChunk> StreamInstanceHistory = Of<
        StreamInstanceHistoryRequest,
        HistoryChunk
    >("StreamInstanceHistory", HistoryChunk.Parser);

    public static readonly GrpcMethod<AbandonActivityTaskRequest, AbandonActivityTaskResponse> AbandonActivity = Of<
        AbandonActivityTaskRequest,
        AbandonActivityTaskResponse
    >("AbandonTaskActivityWorkItem", AbandonActivityTaskResponse.Parser);

    public static readonly GrpcMethod<
        AbandonOrchestrationTaskRequest,
        AbandonOrchestrationTaskResponse
    > AbandonOrchestrator = Of<AbandonOrchestrationTaskRequest, AbandonOrchestrationTaskResponse>(
        "AbandonTaskOrchestratorWorkItem",
        AbandonOrchestrationTaskResponse.Parser
    );

    private static GrpcMethod<TRequest, TAnswer> Of<TRequest, TAnswer>(string name, MessageParser<TAnswer> parser)
        where TRequest : IMessage
        where TAnswer : class, IMessage<TAnswer> => new($"/{Service}/{name}", parser);
}
