using FlowFunctions.Engine.DurableTask.Clients;
using Microsoft.AspNetCore.Http;

namespace FlowFunctions.Engine.DurableTask.Hub.Management;

/// <summary>Tells instances something, rewinds and deletes them.</summary>
internal sealed class ChangeRoutes(TaskHub hub)
{
    /// <summary>202; 404 when there is no instance, 410 when it has ended, 400 when the body is not JSON.</summary>
    public async Task RaiseEventAsync(HttpContext http)
    {
        var id = http.InstanceId();
        if (Refusal(id) is { } refusal)
        {
            await http.AnswerAsync(refusal);
            return;
        }

        var body = await http.BodyAsync();
        if (!http.Request.HasJsonContentType() || !HttpParts.IsJson(body))
        {
            await http.AnswerAsync(
                StatusCodes.Status400BadRequest,
                "Only application/json request content is supported"
            );
            return;
        }

        hub.RaiseEvent(id, http.Route("eventName")!, body);
        await http.AnswerAsync(StatusCodes.Status202Accepted);
    }

    /// <summary>202; 404 when there is no instance, 410 when it has ended.</summary>
    public Task TellAsync(HttpContext http, Func<string, string?, bool> tell)
    {
        var id = http.InstanceId();
        if (Refusal(id) is { } refusal)
        {
            return http.AnswerAsync(refusal);
        }

        tell(id, http.Query("reason"));
        return http.AnswerAsync(StatusCodes.Status202Accepted);
    }

    /// <summary>202; 404 when there is no instance, 412 when it has not failed.</summary>
    public Task RewindAsync(HttpContext http)
    {
        var id = http.InstanceId();
        if (hub.Get(id) is not { } state)
        {
            return http.AnswerAsync(
                StatusCodes.Status404NotFound,
                $"No orchestration with instance ID \"{id}\" found."
            );
        }

        return hub.Rewind(id, http.Query("reason"))
            ? http.AnswerAsync(StatusCodes.Status202Accepted)
            : http.AnswerAsync(
                StatusCodes.Status412PreconditionFailed,
                $"The orchestration has the status {state.Status}; only failed ones can be rewound."
            );
    }

    /// <summary>200 with the number of instances deleted; 404 when there is none, 412 when it has not ended.</summary>
    public Task PurgeAsync(HttpContext http)
    {
        var id = http.InstanceId();
        if (hub.Get(id) is not { } state)
        {
            return http.AnswerAsync(StatusCodes.Status404NotFound);
        }

        return hub.Purge(id)
            ? http.AnswerAsync(
                StatusCodes.Status200OK,
                writer =>
                {
                    writer.WriteStartObject();
                    writer.WriteNumber("instancesDeleted", 1);
                    writer.WriteEndObject();
                }
            )
            : http.AnswerAsync(
                StatusCodes.Status412PreconditionFailed,
                $"The orchestration has the status {state.Status}; only those that have ended can be purged."
            );
    }

    private int? Refusal(string id) =>
        hub.Get(id)?.Status switch
        {
            null => StatusCodes.Status404NotFound,
            InstanceStatus.Completed or InstanceStatus.Failed or InstanceStatus.Terminated or InstanceStatus.Canceled =>
                StatusCodes.Status410Gone,
            _ => null,
        };
}
