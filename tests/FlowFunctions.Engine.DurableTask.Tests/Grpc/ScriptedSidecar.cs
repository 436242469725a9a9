using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using FlowFunctions.Engine.DurableTask.Hub.Grpc;
using FlowFunctions.Engine.DurableTask.Protocol;
using Google.Protobuf;

namespace FlowFunctions.Engine.DurableTask.Tests.Grpc;

/// <summary>A backend that hands out the work that a test gives it and answers other calls as the test says.</summary>
internal sealed class ScriptedSidecar : ISidecar
{
    private readonly Channel<WorkItem> _work = Channel.CreateUnbounded<WorkItem>();

    /// <summary>Answers calls; null for an empty answer. May throw <see cref="SidecarException"/>.</summary>
    public Func<IMessage, IMessage?> OnCall { get; set; } = static _ => null;

    /// <summary>What a worker asked for when it connected.</summary>
    public Channel<GetWorkItemsRequest> Workers { get; } = Channel.CreateUnbounded<GetWorkItemsRequest>();

    /// <summary>Turns that were told.</summary>
    public Channel<OrchestratorResponse> Turns { get; } = Channel.CreateUnbounded<OrchestratorResponse>();

    /// <summary>Activities that were told.</summary>
    public Channel<ActivityResponse> Activities { get; } = Channel.CreateUnbounded<ActivityResponse>();

    /// <summary>The tokens of work that was given back.</summary>
    public Channel<string> GivenBack { get; } = Channel.CreateUnbounded<string>();

    /// <summary>The requests of other calls.</summary>
    public ConcurrentQueue<IMessage> Requests { get; } = new();

    /// <summary>The history that is streamed.</summary>
    public IReadOnlyList<HistoryChunk> History { get; set; } = [];

    /// <summary>Hands out work.</summary>
    public void Give(WorkItem item) => _work.Writer.TryWrite(item);

    /// <summary>Ends the stream of work, for good.</summary>
    public void EndWork() => _work.Writer.TryComplete();

    public async IAsyncEnumerable<WorkItem> GetWorkItemsAsync(
        GetWorkItemsRequest request,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        Workers.Writer.TryWrite(request);
        await foreach (var item in _work.Reader.ReadAllAsync(cancellationToken))
        {
            yield return item;
        }
    }

    public async IAsyncEnumerable<HistoryChunk> StreamInstanceHistoryAsync(
        StreamInstanceHistoryRequest request,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        Answer(request, new HistoryChunk());
        foreach (var chunk in History)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return chunk;
        }

        await Task.CompletedTask;
    }

    public ValueTask<CompleteTaskResponse> CompleteOrchestratorTaskAsync(
        OrchestratorResponse response,
        CancellationToken cancellationToken
    )
    {
        var answer = Answer(response, new CompleteTaskResponse());
        Turns.Writer.TryWrite(response);
        return ValueTask.FromResult(answer);
    }

    public ValueTask<CompleteTaskResponse> CompleteActivityTaskAsync(
        ActivityResponse response,
        CancellationToken cancellationToken
    )
    {
        var answer = Answer(response, new CompleteTaskResponse());
        Activities.Writer.TryWrite(response);
        return ValueTask.FromResult(answer);
    }

    public ValueTask<AbandonOrchestrationTaskResponse> AbandonOrchestratorAsync(
        AbandonOrchestrationTaskRequest request,
        CancellationToken cancellationToken
    )
    {
        GivenBack.Writer.TryWrite(request.CompletionToken);
        return ValueTask.FromResult(new AbandonOrchestrationTaskResponse());
    }

    public ValueTask<AbandonActivityTaskResponse> AbandonActivityAsync(
        AbandonActivityTaskRequest request,
        CancellationToken cancellationToken
    )
    {
        GivenBack.Writer.TryWrite(request.CompletionToken);
        return ValueTask.FromResult(new AbandonActivityTaskResponse());
    }

    public ValueTask<CreateInstanceResponse> StartInstanceAsync(
        CreateInstanceRequest request,
        CancellationToken cancellationToken
    ) => ValueTask.FromResult(Answer(request, new CreateInstanceResponse { InstanceId = request.InstanceId }));

    public ValueTask<GetInstanceResponse> GetInstanceAsync(
        GetInstanceRequest request,
        CancellationToken cancellationToken
    ) => ValueTask.FromResult(Answer(request, new GetInstanceResponse()));

    public ValueTask<RaiseEventResponse> RaiseEventAsync(
        RaiseEventRequest request,
        CancellationToken cancellationToken
    ) => ValueTask.FromResult(Answer(request, new RaiseEventResponse()));

    public ValueTask<TerminateResponse> TerminateInstanceAsync(
        TerminateRequest request,
        CancellationToken cancellationToken
    ) => ValueTask.FromResult(Answer(request, new TerminateResponse()));

    public ValueTask<RewindInstanceResponse> RewindInstanceAsync(
        RewindInstanceRequest request,
        CancellationToken cancellationToken
    ) => ValueTask.FromResult(Answer(request, new RewindInstanceResponse()));

    public ValueTask<PurgeInstancesResponse> PurgeInstancesAsync(
        PurgeInstancesRequest request,
        CancellationToken cancellationToken
    ) => ValueTask.FromResult(Answer(request, new PurgeInstancesResponse()));

    public ValueTask<QueryInstancesResponse> QueryInstancesAsync(
        QueryInstancesRequest request,
        CancellationToken cancellationToken
    ) => ValueTask.FromResult(Answer(request, new QueryInstancesResponse()));

    private TAnswer Answer<TAnswer>(IMessage request, TAnswer otherwise)
        where TAnswer : IMessage
    {
        Requests.Enqueue(request);
        return (TAnswer?)OnCall(request) ?? otherwise;
    }
}
