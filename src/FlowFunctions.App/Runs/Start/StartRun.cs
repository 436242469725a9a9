using FlowFunctions.App.Flows;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Requests;
using FlowFunctions.App.Workspaces;

namespace FlowFunctions.App.Runs.Start;

/// <summary><c>POST /api/flows/{id}/runs</c>: starts a run and, if the caller wants, waits for its end.</summary>
internal sealed class StartRun(IFlowCatalog flows, RunStarter starter, StartRequests requests)
{
    public async Task<IResult> HandleAsync(string flowId, HttpContext context, string? wait, int? version)
    {
        var patience = WaitTime.Parse(wait);
        var body = await RequestBody.ReadAsync(context.Request, RequestLimits.MaxInputBytes);
        return await requests.AnswerAsync(context, patience, body, () => PrepareAsync(flowId, context, version, body));
    }

    /// <exception cref="ProblemException">404: there is no such flow; 409: it is not published; 400: the input is no JSON or does not fit its schema.</exception>
    private async ValueTask<PreparedRun> PrepareAsync(string flowId, HttpContext context, int? version, byte[] body)
    {
        var workspace = Workspace.Of(context);
        var flow =
            await flows.FindAsync(workspace, flowId, version, context.RequestAborted)
            ?? throw new ProblemException(
                version is null && await flows.ExistsAsync(workspace, flowId, context.RequestAborted)
                    ? NotPublished(flowId)
                    : NotFound(flowId, version)
            );
        var input = RunInputs.Read(flow, body);
        return new PreparedRun(flow.Plan, starter.NewStart(workspace, flow.Plan, flow.Version, input));
    }

    private static Problem NotPublished(string flowId) =>
        Problem.Conflict(
            "Flow.NotPublished",
            $"No version of the flow '{flowId}' is published. POST /api/flows/{flowId}/publish publishes one; ?version= starts one all the same."
        );

    private static Problem NotFound(string flowId, int? version) =>
        Problem.NotFound(
            "Flow.NotFound",
            version is null
                ? $"There is no flow '{flowId}'. GET /api/flows lists those there are."
                : $"There is no version {version} of a flow '{flowId}'. GET /api/flows/{flowId}/versions lists those there are."
        );
}
