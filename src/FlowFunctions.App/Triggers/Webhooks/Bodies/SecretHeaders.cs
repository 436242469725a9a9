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
        "x-signature",
        "x-slack-signature",
        "stripe-signature",
        "webhook-signature"
    );

    private static readonly string[] Prefixes = ["x-ms-client-principal", "x-ms-token-"];
    private static readonly string[] Words =
    [
        "key",
        "token",
        "secret",
        "sig",
        "hmac",
        "password",
        "credential",
        "session",
        "auth",
    ];

    // Senders name their deliveries by it, and flows compare them by it: a key in name only.
    private const string NoSecret = "idempotency-key";

    /// <summary>Whether a header is one.</summary>
    public static bool Contains(string name, WebhookAuth? auth) =>
        Always.Contains(name)
        || Prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
        || name.Equals(auth?.Header, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a header may be one, by its name: what came to a test address says so before anybody has set up the trigger.</summary>
    public static bool MayBe(string name)
    {
        var rest = name.Replace(NoSecret, "", StringComparison.OrdinalIgnoreCase);
        return Words.Any(word => rest.Contains(word, StringComparison.OrdinalIgnoreCase));
    }
}
