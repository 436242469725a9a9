using System.Text.Json;
using FlowFunctions.App.Triggers.Webhooks.Auth;
using FlowFunctions.App.Triggers.Webhooks.Routing;
using FlowFunctions.Engine.Payloads;

namespace FlowFunctions.App.Triggers.Webhooks.Deliveries;

/// <summary>A request that was let in and read.</summary>
/// <param name="Webhook">The webhook that it came to.</param>
/// <param name="Proof">What it proved.</param>
/// <param name="Id">The sender's id of it, or null.</param>
/// <param name="Value">What expressions see under <c>trigger</c>.</param>
/// <param name="Body">Its body.</param>
internal sealed record Delivery(ActiveWebhook Webhook, Proof Proof, string? Id, Payload Value, JsonElement Body)
{
    private static readonly JsonElement NoInput = JsonElement.Parse("{}");

    /// <summary>The run's input when the trigger says nothing of it.</summary>
    public JsonElement Input => Body.ValueKind == JsonValueKind.Null ? NoInput : Body;
}
