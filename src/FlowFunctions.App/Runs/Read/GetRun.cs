using FlowFunctions.App.Engine;
using FlowFunctions.App.Requests;
using FlowFunctions.App.Workspaces;
using FlowFunctions.Engine.Explanations;
using FlowFunctions.Engine.Records;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Storage.Runs;

namespace FlowFunctions.App.Runs.Read;

/// <summary><c>GET /api/runs/{id}</c>: a run with its steps, and what it waits for.</summary>
internal sealed class GetRun(RunReader reader, IAppEngine engine)
{
    public async Task<IResult> HandleAsync(string runId, HttpContext context)
    {
        var cancellation = context.RequestAborted;
        var workspace = Workspace.Of(context);
        var run = await reader.GetAsync(workspace, runId, cancellation);
        var view = await reader.ViewAsync(run, cancellation);
        var explanation = run.Header.Status.IsTerminal()
            ? null
            : await engine.ExplainAsync(workspace, runId, cancellation);
        return new JsonResult<Answer>(
            new(run.Header, view, explanation?.Reasons ?? []),
            static (json, answer, _) => RunJson.Write(json, answer.Run, answer.View, answer.Reasons)
        );
    }

    private sealed record Answer(RunHeader Run, RunView View, IReadOnlyList<WaitReason> Reasons);
}
