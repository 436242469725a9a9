using System.Text.Json;
using FlowFunctions.App.Flows;
using FlowFunctions.App.Requests;
using FlowFunctions.Engine.Runs;

namespace FlowFunctions.App.Runs.Start;

/// <summary>The answer to a start: 200 with the end of the run when there is one, else 202 with where to follow it.</summary>
internal sealed class StartedRun(string runId, RunnableFlow flow, RunResult? result) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = result is null ? StatusCodes.Status202Accepted : StatusCodes.Status200OK;
        response.Headers.Location = RunLinks.PathOf(runId);
        await JsonAnswer.WriteAsync(response, this, static (json, answer, request) => answer.Write(json, request));
    }

    private void Write(Utf8JsonWriter json, HttpRequest request)
    {
        json.WriteStartObject();
        json.WriteString("id", runId);
        json.WriteString("flowId", flow.FlowId);
        json.WriteNumber("version", flow.Version);
        if (result is null)
        {
            json.WriteString("status", nameof(RunStatus.Running));
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
