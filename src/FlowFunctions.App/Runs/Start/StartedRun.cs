using System.Text.Json;
using FlowFunctions.App.Access.Audit;
using FlowFunctions.App.Requests;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Storage.Runs;

namespace FlowFunctions.App.Runs.Start;

/// <summary>The answer to a start: 200 with the end of the run when there is one, else 202 with where to follow it.</summary>
/// <param name="runId">The run.</param>
/// <param name="flowId">Its flow, or null when it is not known.</param>
/// <param name="version">The flow's version, or null when it is not known.</param>
/// <param name="status">How it stands when it has not ended.</param>
/// <param name="result">How it ended, or null.</param>
internal sealed class StartedRun(string runId, string? flowId, int? version, RunStatus status, RunResult? result)
    : IResult
{
    /// <summary>The answer for a run that was started just now.</summary>
    public static StartedRun Of(PreparedRun run, RunResult? result) =>
        new(run.Start.RunId, run.Plan.FlowId, run.Start.FlowVersion, RunStatus.Running, result);

    /// <summary>The answer for a run that was started before.</summary>
    public static StartedRun Of(RunHeader run, RunResult? result) =>
        new(run.RunId, run.FlowId, run.FlowVersion, run.Status, result);

    /// <summary>The answer for a run that was started before by another app, which alone knows it until it has ended.</summary>
    public static StartedRun Elsewhere(string runId) =>
        new(runId, flowId: null, version: null, RunStatus.Running, result: null);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        AuditNote.Of(httpContext).Changed(before: null, new() { ["run"] = runId });
        var response = httpContext.Response;
        response.StatusCode = result is null ? StatusCodes.Status202Accepted : StatusCodes.Status200OK;
        response.Headers.Location = RunLinks.PathOf(runId);
        await JsonAnswer.WriteAsync(response, this, static (json, answer, request) => answer.Write(json, request));
    }

    private void Write(Utf8JsonWriter json, HttpRequest request)
    {
        json.WriteStartObject();
        json.WriteString("id", runId);
        if (flowId is not null)
        {
            json.WriteString("flowId", flowId);
        }

        if (version is { } number)
        {
            json.WriteNumber("version", number);
        }

        if (result is null)
        {
            json.WriteString("status", status.ToString());
            RunLinks.Write(json, request, runId);
        }
        else
        {
            RunResultJson.Write(json, result);
            json.WriteString("statusQueryGetUri", RunLinks.AddressOf(request, runId));
        }

        json.WriteEndObject();
    }
}
