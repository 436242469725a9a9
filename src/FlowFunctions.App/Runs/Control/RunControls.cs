using FlowFunctions.App.Engine;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Requests;
using FlowFunctions.App.Runs.Read;
using FlowFunctions.App.Workspaces;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Storage.Runs;

namespace FlowFunctions.App.Runs.Control;

/// <summary>Changes the course of open runs: pause, resume, cancel, terminate, signal.</summary>
internal sealed class RunControls(RunReader reader, IAppEngine engine)
{
    private const int MaxNameLength = 1000;

    /// <summary><c>POST /api/runs/{id}/pause</c> and its like.</summary>
    public async Task<IResult> ControlAsync(string runId, RunControl control, HttpContext context)
    {
        var run = await OpenRunAsync(runId, context);
        var reason = await ReasonBody.ReadAsync(context.Request);
        return await engine.ControlAsync(runId, control, reason, context.RequestAborted)
            ? await AcceptedAsync(runId, context)
            : new ProblemResult(Ended(run));
    }

    /// <summary><c>POST /api/runs/{id}/signals/{name}</c>: the body is what the signal carries.</summary>
    public async Task<IResult> SignalAsync(string runId, string name, HttpContext context)
    {
        if (name.Length > MaxNameLength)
        {
            return new ProblemResult(
                Problem.BadRequest($"The name of a signal has at most {MaxNameLength} characters, not {name.Length}.")
            );
        }

        var run = await OpenRunAsync(runId, context);
        var body = await RequestBody.ReadAsync(context.Request, RequestLimits.MaxInputBytes);
        var payload = body.Length == 0 ? Payload.Null : Payload.From(RequestBody.Parse(body)).Compact();
        return await engine.SignalAsync(runId, name, payload, context.RequestAborted)
            ? await AcceptedAsync(runId, context)
            : new ProblemResult(Ended(run));
    }

    /// <summary>409: the run has ended.</summary>
    public static Problem Ended(RunHeader run) =>
        Problem.Conflict(
            "Run.Ended",
            $"Run '{run.RunId}' has ended. An ended run never changes; POST /api/runs/{run.RunId}/rerun starts a new one from it."
        );

    private async ValueTask<RunHeader> OpenRunAsync(string runId, HttpContext context)
    {
        var run = (await reader.GetAsync(Workspace.Of(context), runId, context.RequestAborted)).Header;
        return run.Status.IsTerminal() ? throw new ProblemException(Ended(run)) : run;
    }

    private async Task<IResult> AcceptedAsync(string runId, HttpContext context)
    {
        var run = await reader.GetAsync(Workspace.Of(context), runId, context.RequestAborted);
        return new JsonResult<RunHeader>(
            run.Header,
            static (json, header, _) => RunJson.WriteSummary(json, header),
            StatusCodes.Status202Accepted
        );
    }
}
