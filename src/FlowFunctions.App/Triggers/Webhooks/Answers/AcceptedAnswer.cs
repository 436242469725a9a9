using FlowFunctions.App.Requests;
using FlowFunctions.App.Runs.Start;

namespace FlowFunctions.App.Triggers.Webhooks.Answers;

/// <summary>202: the run goes on by itself. The sender learns its id and nothing else of it.</summary>
internal sealed class AcceptedAnswer(string runId) : IResult, IStatusCodeHttpResult
{
    public int? StatusCode => StatusCodes.Status202Accepted;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status202Accepted;
        httpContext.Response.Headers.Location = RunLinks.PathOf(runId);
        return JsonAnswer.WriteAsync(
            httpContext.Response,
            runId,
            static (json, id, _) =>
            {
                json.WriteStartObject();
                json.WriteString("id", id);
                json.WriteString("status", "Accepted");
                json.WriteEndObject();
            }
        );
    }
}
