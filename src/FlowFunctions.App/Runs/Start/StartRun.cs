using FlowFunctions.App.Requests;
using FlowFunctions.App.Runs.Callbacks;
using FlowFunctions.App.Runs.Pins;
using FlowFunctions.App.Workspaces;

namespace FlowFunctions.App.Runs.Start;

/// <summary><c>POST /api/flows/{id}/runs</c>: starts a run and, if the caller wants, waits for its end.</summary>
internal sealed class StartRun(RunPreparation preparation, PinnedPreparation pinnedPreparation, StartRequests requests)
{
    public async Task<IResult> HandleAsync(
        string flowId,
        HttpContext context,
        string? wait,
        int? version,
        bool isPinned,
        CallbackParameters callback
    )
    {
        var patience = WaitTime.Parse(wait);
        var body = await RequestBody.ReadAsync(context.Request, RequestLimits.MaxInputBytes);
        return await requests.AnswerAsync(
            context,
            patience,
            body,
            callback,
            () =>
                isPinned
                    ? pinnedPreparation.PrepareAsync(
                        Workspace.Of(context),
                        flowId,
                        version,
                        PinnedRequest.Read(body),
                        context.RequestAborted
                    )
                    : preparation.PrepareAsync(Workspace.Of(context), flowId, version, body, context.RequestAborted)
        );
    }
}
