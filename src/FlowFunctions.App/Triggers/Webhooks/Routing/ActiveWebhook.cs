using System.Text.Json;
using FlowFunctions.App.Triggers.Webhooks.Auth;
using FlowFunctions.Expressions;
using FlowFunctions.Flows.Triggers;

namespace FlowFunctions.App.Triggers.Webhooks.Routing;

/// <summary>A webhook that takes requests, with what is made of its definition once rather than for each of them.</summary>
/// <param name="trigger">The trigger.</param>
/// <param name="definition">What the published version says of it.</param>
internal sealed class ActiveWebhook(ActiveTrigger trigger, WebhookTrigger definition)
{
    public ActiveTrigger Trigger => trigger;

    public WebhookTrigger Definition => definition;

    /// <summary>How its requests are signed, or null.</summary>
    public SignatureScheme? Scheme { get; } =
        definition.Auth is { Type: WebhookAuthType.HmacSha256 } auth ? SignatureScheme.For(auth) : null;

    /// <summary>What gives a delivery's key, or null.</summary>
    public JsonTemplate? DedupeKey { get; } =
        definition.DedupeKey.ValueKind == JsonValueKind.Undefined ? null : JsonTemplate.Parse(definition.DedupeKey);

    /// <summary>Whose way of signing it expects, or null.</summary>
    public string? Preset => Scheme is null ? null : definition.Auth!.Preset;
}
