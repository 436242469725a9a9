using System.Text.Json;
using FlowFunctions.App.Requests;
using FlowFunctions.App.Runs.Read;
using FlowFunctions.App.Runs.Start;
using FlowFunctions.App.Triggers.Webhooks.Bodies;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Flows.Triggers;
using FlowFunctions.Storage.Triggers;

namespace FlowFunctions.App.Triggers.Webhooks.Captures;

/// <summary><c>/api/triggers/{id}/requests…</c>: shows, replays and forgets what came to a test address.</summary>
internal sealed class CapturedRequests(
    CaptureStore store,
    TriggerRegistry registry,
    TriggerStarter starter,
    RunStarter runs,
    TimeProvider time
)
{
    public async Task<IResult> ListAsync(string id, HttpContext context)
    {
        var key = CaptureProblems.KeyOf(context, id);
        var trigger = (key.FlowId, key.TriggerId);
        return new JsonResult<IReadOnlyList<CapturedRequest>>(
            await store.ListAsync(key.Workspace, trigger, context.RequestAborted),
            static (json, requests, _) => Write(json, requests)
        );
    }

    public async Task<IResult> GetAsync(string id, string requestId, HttpContext context)
    {
        var value = await FindAsync(CaptureProblems.KeyOf(context, id), requestId, context.RequestAborted);
        return Results.Bytes(value, "application/json; charset=utf-8");
    }

    public async Task<IResult> ClearAsync(string id, HttpContext context)
    {
        var key = CaptureProblems.KeyOf(context, id);
        await store.ClearAsync(key.Workspace, (key.FlowId, key.TriggerId), context.RequestAborted);
        return Results.NoContent();
    }

    /// <summary>Starts a run of the published flow from a captured request, also while the trigger is paused; or only says what its input would be.</summary>
    public async Task<IResult> ReplayAsync(string id, string requestId, bool? dryRun, string? wait, HttpContext context)
    {
        var patience = WaitTime.Parse(wait);
        var key = CaptureProblems.KeyOf(context, id);
        var value = Payload.FromUtf8(await FindAsync(key, requestId, context.RequestAborted));
        if (registry.Current.Find(key) is not { Definition: WebhookTrigger } trigger)
        {
            throw CaptureProblems.NotPublished(key);
        }

        if (value.Element.TryGetProperty("bodyProblem", out var bodyProblem))
        {
            throw BodyProblems.Malformed(bodyProblem.GetString()!);
        }

        var run = new TriggeredRun(trigger, RunIds.New(time.GetUtcNow()), value);
        if (value.Element.GetProperty("body") is { ValueKind: not JsonValueKind.Null } body)
        {
            run = run with { Input = body };
        }

        if (dryRun == true)
        {
            return new JsonResult<Payload>(starter.InputOf(run), static (json, input, _) => WriteInput(json, input));
        }

        await starter.StartAsync(run, context.RequestAborted);
        var result = await runs.WaitAsync(run.RunId, patience, context.RequestAborted);
        return new StartedRun(run.RunId, key.FlowId, trigger.Version, RunStatus.Running, result);
    }

    private async Task<byte[]> FindAsync(TriggerKey key, string requestId, CancellationToken cancellationToken) =>
        (
            RunIds.IsAllowed(requestId)
                ? await store.FindAsync(key.Workspace, (key.FlowId, key.TriggerId), requestId, cancellationToken)
                : null
        ) ?? throw CaptureProblems.NotFound(key, requestId);

    private static void WriteInput(Utf8JsonWriter json, Payload input)
    {
        json.WriteStartObject();
        json.WritePropertyName("input");
        json.WriteRawValue(input.Span, skipInputValidation: true);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, IReadOnlyList<CapturedRequest> requests)
    {
        json.WriteStartObject();
        json.WriteStartArray("items");
        foreach (var request in requests)
        {
            json.WriteStartObject();
            json.WriteString("id", request.Id);
            RunJson.WriteTime(json, "receivedAt", request.ReceivedAt);
            json.WriteString("method", request.Method);
            json.WriteString("path", request.Path);
            json.WriteString("contentType", request.ContentType);
            json.WriteNumber("size", request.Size);
            if (request.IsProven is { } isProven)
            {
                json.WriteBoolean("authenticated", isProven);
            }

            RunJson.WriteText(json, "problem", request.Problem);

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
