using System.Collections.Immutable;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Requests;
using FlowFunctions.App.Triggers.Webhooks.Answers;
using FlowFunctions.App.Triggers.Webhooks.Auth;
using FlowFunctions.App.Triggers.Webhooks.Bodies;
using FlowFunctions.App.Triggers.Webhooks.Deliveries;
using FlowFunctions.App.Triggers.Webhooks.Routing;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Flows.Triggers;
using FlowFunctions.Storage.Triggers;

namespace FlowFunctions.App.Triggers.Webhooks.Captures;

/// <summary><c>ANY /hooks/{workspace}/~test/{token}/{path}</c>: keeps what a run of the webhook would see, and starts none.</summary>
internal sealed class CaptureRequest(
    CaptureTokens tokens,
    CaptureStore store,
    TriggerRegistry registry,
    WebhookAuthenticator authenticator,
    BodyBudget budget,
    TimeProvider time
)
{
    private const int MaxBytes = 256 * 1024;
    private readonly Turns _turns = new();

    public async Task<IResult> HandleAsync(string workspace, string token, string? path, HttpContext context)
    {
        if (await tokens.ReadAsync(workspace, token, context.RequestAborted) is not { } key)
        {
            return WebhookProblems.NotFound();
        }

        using var content = await PooledBody.ReadAsync(context.Request, MaxBytes, budget);
        var webhook = registry.Current.Find(key) is { Definition: WebhookTrigger definition } trigger
            ? new ActiveWebhook(trigger, definition)
            : null;
        var (isProven, proof) = await ProveAsync(webhook, context, content.Content);
        var (text, body, bodyProblem) = await WebhookBody.ReadAnyAsync(
            context.Request.ContentType,
            content.Content,
            context.RequestAborted
        );
        var value = new WebhookValue
        {
            TriggerId = key.TriggerId,
            Request = context.Request,
            Path = path ?? "",
            Parameters = ParametersOf(webhook, path ?? "", context.Request.Method),
            Auth = webhook?.Definition.Auth,
            IsTest = true,
            Body = text,
            BodyProblem = bodyProblem,
            DeliveryId = DeliveryIds.Find(webhook?.Preset, proof, context.Request.Headers, body),
            ReceivedAt = time.GetUtcNow(),
        };
        var id = await KeepAsync(key, value, content.Content.Length, isProven, context.RequestAborted);
        return SlackChallenge.Of(body) ?? Captured(id);
    }

    private async ValueTask<(bool? IsProven, Proof Proof)> ProveAsync(
        ActiveWebhook? webhook,
        HttpContext context,
        ReadOnlyMemory<byte> body
    )
    {
        if (webhook?.Definition.Auth is null)
        {
            return (null, default);
        }

        try
        {
            var proof = await authenticator.CheckAsync(webhook, context.Request.Headers, body, context.RequestAborted);
            return (proof.IsGood, proof);
        }
        catch (ProblemException)
        {
            // Without the secret nobody can tell; the request is kept all the same.
            return (null, default);
        }
    }

    private static ImmutableArray<KeyValuePair<string, string>> ParametersOf(
        ActiveWebhook? webhook,
        string path,
        string method
    )
    {
        if (webhook is null)
        {
            return [];
        }

        var workspace = webhook.Trigger.Key.Workspace;
        var match = new RouteTable<ActiveWebhook>([(workspace, webhook.Definition, webhook)]).Find(
            workspace,
            path,
            method
        );
        return match.Target is null ? [] : match.Parameters;
    }

    private async Task<string> KeepAsync(
        TriggerKey key,
        WebhookValue value,
        int size,
        bool? isProven,
        CancellationToken cancellationToken
    )
    {
        // In turns: a flood to one address must not leave more behind than may be kept.
        using var turn = await _turns.TakeAsync($"{key.Workspace} {key}", cancellationToken);
        var request = new CapturedRequest(
            RunIds.New(value.ReceivedAt),
            value.ReceivedAt,
            value.Request.Method,
            value.Path,
            value.Request.ContentType,
            size,
            isProven,
            value.BodyProblem
        );
        var trigger = (key.FlowId, key.TriggerId);
        await store.AddAsync(key.Workspace, trigger, request, value.ToPayload().Utf8, cancellationToken);
        return request.Id;
    }

    private static JsonResult<string> Captured(string id) =>
        new(
            id,
            static (json, id, _) =>
            {
                json.WriteStartObject();
                json.WriteString("captured", id);
                json.WriteEndObject();
            }
        );
}
