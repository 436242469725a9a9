using System.Text.Json;
using FlowFunctions.App.Triggers.Webhooks.Auth;
using FlowFunctions.App.Triggers.Webhooks.Bodies;

namespace FlowFunctions.App.Triggers.Webhooks.Deliveries;

/// <summary>Where senders put the id of a delivery, which stays the same when they send it again.</summary>
internal static class DeliveryIds
{
    /// <summary>Finds the id; null when there is none, or one that is too long to be one.</summary>
    /// <param name="preset">Whose way of signing is expected, or null: then nobody says where the id is.</param>
    /// <param name="proof">What the request proved.</param>
    /// <param name="headers">Its headers.</param>
    /// <param name="body">Its body.</param>
    public static string? Find(string? preset, Proof proof, IHeaderDictionary headers, JsonElement body)
    {
        var id = preset switch
        {
            "github" => headers["X-GitHub-Delivery"] is [{ Length: > 0 } one] ? one : null,
            "stripe" => TextOf(body, "id"),
            "slack" => TextOf(body, "event_id"),
            _ => proof.SignedId,
        };
        return id is { Length: > 0 and <= WebhookLimits.MaxKeyLength } ? id : null;
    }

    private static string? TextOf(JsonElement body, string name) =>
        body.ValueKind == JsonValueKind.Object
        && body.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
