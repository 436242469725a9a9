using FlowFunctions.Engine.DurableTask.Clients;
using FlowFunctions.Engine.DurableTask.Protocol;
using Google.Protobuf;

namespace FlowFunctions.Engine.DurableTask.Grpc;

/// <summary>Carries turns out and tells the backend of them.</summary>
/// <param name="calls">The backend.</param>
/// <param name="handler">Carries out.</param>
/// <param name="trouble">Told of what went wrong.</param>
internal sealed class TurnWork(GrpcCalls calls, IWorkItemHandler handler, Action<string, Exception?> trouble)
{
    private static readonly GrpcStatus[] NoLongerOurs = [GrpcStatus.NotFound, GrpcStatus.FailedPrecondition];

    /// <summary>Carries one out; does not throw.</summary>
    public async Task RunAsync(WorkItem item, CancellationToken cancellationToken)
    {
        var instance = item.OrchestratorRequest.InstanceId;
        try
        {
            var response = await TurnAsync(item.OrchestratorRequest, cancellationToken);
            response.CompletionToken = item.CompletionToken;
            await CompleteAsync(response, cancellationToken);
        }
        catch (TaskHubUnavailableException untold)
        {
            trouble($"A turn of instance '{instance}' could not be told; the backend will ask for it again.", untold);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await AbandonAsync(item);
        }
        // Not given back: the backend would send it again at once, and so on. It comes again when its lock ends.
        catch (Exception broken) when (broken is not TaskHubUnavailableException)
        {
            trouble($"A turn of instance '{instance}' broke; the backend will ask for it again.", broken);
        }
    }

    /// <summary>Gives a turn back, so that the backend need not wait until its lock ends. Not each backend knows this call.</summary>
    public async Task AbandonAsync(WorkItem item)
    {
        var request = new AbandonOrchestrationTaskRequest { CompletionToken = item.CompletionToken };
        await GivingBack.TryAsync(calls, TaskHubMethods.AbandonOrchestrator, request);
    }

    private async ValueTask<OrchestratorResponse> TurnAsync(
        OrchestratorRequest request,
        CancellationToken cancellationToken
    )
    {
        if (request.RequiresHistoryStreaming)
        {
            request.PastEvents.AddRange(await HistoryAsync(request, cancellationToken));
            request.RequiresHistoryStreaming = false;
        }

        var answer = await handler.TurnAsync(request.ToByteArray(), cancellationToken);
        return OrchestratorResponse.Parser.ParseFrom(answer);
    }

    private async ValueTask<IEnumerable<HistoryEvent>> HistoryAsync(
        OrchestratorRequest request,
        CancellationToken cancellationToken
    )
    {
        var wanted = new StreamInstanceHistoryRequest
        {
            InstanceId = request.InstanceId,
            ExecutionId = request.ExecutionId,
            ForWorkItemProcessing = true,
        };
        var chunks = await calls.RunAsync(
            $"Reading the history of instance '{request.InstanceId}'",
            token => calls.AttemptAllAsync(TaskHubMethods.StreamInstanceHistory, wanted, token),
            cancellationToken
        );
        return chunks.SelectMany(static chunk => chunk.Events);
    }

    private async Task CompleteAsync(OrchestratorResponse response, CancellationToken cancellationToken)
    {
        var taken = await calls.RunAsync(
            $"Telling of a turn of instance '{response.InstanceId}'",
            token => calls.AttemptAsync(TaskHubMethods.CompleteOrchestratorTask, response, NoLongerOurs, token),
            cancellationToken
        );
        if (taken is null)
        {
            trouble(
                $"A turn of instance '{response.InstanceId}' came too late; the backend has given it to another worker.",
                null
            );
        }
    }
}
