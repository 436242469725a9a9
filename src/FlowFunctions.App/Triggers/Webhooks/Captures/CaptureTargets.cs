using System.Runtime.CompilerServices;
using System.Text.Json;
using FlowFunctions.App.Flows;
using FlowFunctions.App.Problems;
using FlowFunctions.Storage.Flows;

namespace FlowFunctions.App.Triggers.Webhooks.Captures;

/// <summary>Looks for the webhook that a test address is for, in the published version of its flow, the newest one and the draft.</summary>
internal sealed class CaptureTargets(TriggerRegistry registry, FlowStore flows, DraftStore drafts)
{
    private const string Webhook = "webhook";

    /// <summary>Checks that there is such a webhook.</summary>
    /// <exception cref="ProblemException">404: there is no such trigger; 400: it is no webhook.</exception>
    public async Task CheckAsync(TriggerKey key, CancellationToken cancellationToken)
    {
        var isFound = false;
        await foreach (var type in TypesAsync(key, cancellationToken))
        {
            if (type == Webhook)
            {
                return;
            }

            isFound |= type is not null;
        }

        throw isFound ? CaptureProblems.NoWebhook(key) : CaptureProblems.NoTrigger(key);
    }

    private async IAsyncEnumerable<string?> TypesAsync(
        TriggerKey key,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        yield return registry.Current.Find(key)?.Definition.Type;
        if (!FlowStore.IsFlowId(key.FlowId))
        {
            yield break;
        }

        var draft = await drafts.GetAsync(key.Workspace, key.FlowId, cancellationToken);
        yield return TypeIn(draft?.Document, key.TriggerId);
        if (await flows.GetAsync(key.Workspace, key.FlowId, cancellationToken) is { } flow)
        {
            yield return TypeIn(await flows.GetDocumentAsync(flow, null, cancellationToken), key.TriggerId);
        }
    }

    /// <summary>The type that a document gives a trigger; null for none, and a text without meaning for what a draft gives that is no type.</summary>
    private static string? TypeIn(byte[]? document, string triggerId)
    {
        if (
            document is null
            || FlowContent.TriggersOf(FlowReader.Parse(document)) is not { ValueKind: JsonValueKind.Object } triggers
            || !triggers.TryGetProperty(triggerId, out var trigger)
        )
        {
            return null;
        }

        return
            trigger.ValueKind == JsonValueKind.Object
            && trigger.TryGetProperty("type", out var type)
            && type.ValueKind == JsonValueKind.String
            ? type.GetString()!
            : "";
    }
}
