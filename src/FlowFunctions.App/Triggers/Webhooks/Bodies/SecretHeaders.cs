using System.Collections.Frozen;
using FlowFunctions.Flows.Triggers;

namespace FlowFunctions.App.Triggers.Webhooks.Bodies;

/// <summary>Headers that prove who sent a request. Runs never see them: what a run sees is stored, and shown to people.</summary>
internal static class SecretHeaders
{
    private static readonly FrozenSet<string> Always = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "authorization",
        "proxy-authorization",
        "cookie",
        "x-api-key",
        "x-functions-key",
        "x-hub-signature",
        "x-hub-signature-256",
        "x-ms-client-principal",
        "x-signature",
        "x-slack-signature",
        "stripe-signature",
        "webhook-signature"
    );

    /// <summary>Whether a header is one.</summary>
    public static bool Contains(string name, WebhookAuth? auth) =>
        Always.Contains(name) || name.Equals(auth?.Header, StringComparison.OrdinalIgnoreCase);
}
