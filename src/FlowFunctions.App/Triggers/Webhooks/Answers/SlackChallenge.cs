using System.Text.Json;

namespace FlowFunctions.App.Triggers.Webhooks.Answers;

/// <summary>The request with which Slack makes sure that somebody answers at an address (<c>url_verification</c>). It starts no run.</summary>
internal static class SlackChallenge
{
    private const int MaxLength = 1_024;

    /// <summary>The answer; null for any other request.</summary>
    public static IResult? Of(JsonElement body) =>
        body.ValueKind == JsonValueKind.Object
        && body.TryGetProperty("type", out var type)
        && type.ValueEquals("url_verification"u8)
        && body.TryGetProperty("challenge", out var challenge)
        && challenge.ValueKind == JsonValueKind.String
        && challenge.GetString() is { Length: <= MaxLength } text
            ? Results.Text(text, "text/plain; charset=utf-8")
            : null;
}
