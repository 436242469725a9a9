using FlowFunctions.Engine.DurableTask.Clients;
using FlowFunctions.Engine.DurableTask.Protocol;

namespace FlowFunctions.Engine.DurableTask.Grpc;

/// <summary>Carries activities out and tells the backend of them.</summary>
/// <param name="calls">The backend.</param>
/// <param name="handler">Carries out.</param>
/// <param name="trouble">Told of what went wrong.</param>
internal sealed class ActivityWork(GrpcCalls calls, IWorkItemHandler handler, Action<string, Exception?> trouble)
{
    private static readonly GrpcStatus[] NoLongerOurs = [GrpcStatus.NotFound, GrpcStatus.FailedPrecondition];

    /// <summary>Carries one out; does not throw.</summary>
    public async Task RunAsync(WorkItem item, CancellationToken cancellationToken)
    {
        var response = new ActivityResponse
        {
            InstanceId = item.ActivityRequest.OrchestrationInstance?.InstanceId ?? "",
            TaskId = item.ActivityRequest.TaskId,
            CompletionToken = item.CompletionToken,
        };
        try
        {
            await ExecuteAsync(item.ActivityRequest, response, cancellationToken);
            await CompleteAsync(item.ActivityRequest.Name, response, cancellationToken);
        }
        catch (TaskHubUnavailableException untold)
        {
            trouble($"{Name(item)} could not be told; the backend will ask for it again.", untold);
        }
        catch (OperationCanceledException)
        {
            await AbandonAsync(item);
        }
    }

    /// <summary>Gives an activity back, so that the backend need not wait until its lock ends. Not each backend knows this call.</summary>
    public async Task AbandonAsync(WorkItem item)
    {
        var request = new AbandonActivityTaskRequest { CompletionToken = item.CompletionToken };
        await GivingBack.TryAsync(calls, TaskHubMethods.AbandonActivity, request);
    }

    private static string Name(WorkItem item) =>
        $"Activity '{item.ActivityRequest.Name}' of instance '{item.ActivityRequest.OrchestrationInstance?.InstanceId}'";

    private async Task ExecuteAsync(
        ActivityRequest request,
        ActivityResponse response,
        CancellationToken cancellationToken
    )
    {
        try
        {
            response.Result = await handler.ExecuteAsync(
                request.Name,
                response.InstanceId,
                request.Input ?? "null",
                cancellationToken
            );
        }
        catch (Exception failed)
            when (failed is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            response.FailureDetails = new() { ErrorType = failed.GetType().FullName, ErrorMessage = failed.Message };
        }
    }

    private async Task CompleteAsync(string name, ActivityResponse response, CancellationToken cancellationToken)
    {
        var what = $"activity '{name}' of instance '{response.InstanceId}'";
        var taken = await calls.RunAsync(
            $"Telling of {what}",
            token => calls.AttemptAsync(TaskHubMethods.CompleteActivityTask, response, NoLongerOurs, token),
            cancellationToken
        );
        if (taken is null)
        {
            trouble($"The result of {what} came too late; the backend has given it to another worker.", null);
        }
    }
}
