using System.Text.Json;

namespace FlowFunctions.Engine.DurableTask.Hub.Handler;

/// <summary>A worker behind a custom handler, called as the Functions host calls it.</summary>
/// <param name="caller">Calls the handler; it stays the caller's own.</param>
internal sealed class CustomHandlerWorker(HandlerCaller caller) : IHubWorker
{
    /// <inheritdoc />
    public async ValueTask<byte[]> TurnAsync(string orchestrator, byte[] request, CancellationToken cancellationToken)
    {
        var answer = await caller.CallAsync(new OrchestratorCall(orchestrator, request), cancellationToken);
        return answer.ReturnValue.ValueKind == JsonValueKind.String
            ? Convert.FromBase64String(answer.ReturnValue.GetString()!)
            : throw new InvalidOperationException(
                $"The handler's answer to a turn of '{orchestrator}' has the ReturnValue {answer.ReturnValue.ValueKind}; "
                    + "it must be base64 text of an OrchestratorResponse."
            );
    }

    /// <inheritdoc />
    public async ValueTask<string> ExecuteAsync(
        string activity,
        string instanceId,
        string input,
        CancellationToken cancellationToken
    )
    {
        var answer = await caller.CallAsync(new ActivityCall(activity, instanceId, input), cancellationToken);
        return answer.ReturnValue.GetRawText();
    }
}
