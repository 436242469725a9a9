using FlowFunctions.App.Requests;
using FlowFunctions.App.Runs.Callbacks;
using FlowFunctions.App.Runs.Start;
using FlowFunctions.App.Workspaces;

namespace FlowFunctions.App.Runs.Rerun;

/// <summary><c>POST /api/runs/{id}/rerun</c>: starts a new run that takes results of an ended one over.</summary>
internal sealed class RerunRun(RerunPreparation preparation, StartRequests requests)
{
    public async Task<IResult> HandleAsync(string runId, HttpContext context, string? wait, CallbackParameters callback)
    {
        var patience = WaitTime.Parse(wait);
        var body = await RequestBody.ReadAsync(context.Request, RequestLimits.MaxInputBytes);
        return await requests.AnswerAsync(
            context,
            patience,
            body,
            callback,
            () =>
                preparation.PrepareAsync(
                    Workspace.Of(context),
                    runId,
                    RerunRequest.Read(body.Length == 0 ? default : RequestBody.Parse(body)),
                    context.RequestAborted
                )
        );
    }
}
