using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace FlowFunctions.Engine.DurableTask.Hub.Management;

/// <summary>Starts instances.</summary>
internal sealed class StartRoute(TaskHub hub)
{
    /// <summary>202 with the addresses of the instance; 409 when one with the id runs; 400 when the input is not JSON.</summary>
    public async Task StartAsync(HttpContext http)
    {
        var body = await http.BodyAsync();
        var input = body.Length == 0 ? null : body;
        if (input is not null && !HttpParts.IsJson(input))
        {
            await http.AnswerAsync(StatusCodes.Status400BadRequest, "Invalid JSON content");
            return;
        }

        var id = http.Route("instanceId") ?? Guid.NewGuid().ToString("N");
        if (hub.Start(id, http.Route("name")!, input))
        {
            await AcceptAsync(http, id);
            return;
        }

        await http.AnswerAsync(
            StatusCodes.Status409Conflict,
            $"An Orchestration instance with the status {hub.Get(id)?.Status} already exists."
        );
    }

    private static Task AcceptAsync(HttpContext http, string id)
    {
        var root = $"{http.Request.Scheme}://{http.Request.Host}/runtime/webhooks/durabletask/instances/{id}";
        var query = http.Request.QueryString.Value;
        http.Response.Headers.Location = root + query;
        http.Response.Headers.RetryAfter = "10";
        return http.AnswerAsync(StatusCodes.Status202Accepted, writer => WriteLinks(writer, id, root, query));
    }

    private static void WriteLinks(Utf8JsonWriter writer, string id, string root, string? query)
    {
        writer.WriteStartObject();
        writer.WriteString("id", id);
        writer.WriteString("statusQueryGetUri", root + query);
        writer.WriteString("sendEventPostUri", $"{root}/raiseEvent/{{eventName}}{query}");
        writer.WriteString("terminatePostUri", $"{root}/terminate{query}&reason={{text}}");
        writer.WriteString("rewindPostUri", $"{root}/rewind{query}&reason={{text}}");
        writer.WriteString("purgeHistoryDeleteUri", root + query);
        writer.WriteString("suspendPostUri", $"{root}/suspend{query}&reason={{text}}");
        writer.WriteString("resumePostUri", $"{root}/resume{query}&reason={{text}}");
        writer.WriteEndObject();
    }
}
