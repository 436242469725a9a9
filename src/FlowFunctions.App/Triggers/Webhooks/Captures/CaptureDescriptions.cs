using System.Text.Json;
using System.Text.Json.Serialization;

namespace FlowFunctions.App.Triggers.Webhooks.Captures;

/// <summary>A test address, as the API is described.</summary>
internal sealed record TestUrlDescription(string Url, DateTimeOffset ExpiresAt);

/// <summary>A captured request, as the API is described.</summary>
internal sealed record CapturedRequestDescription(
    string Id,
    DateTimeOffset ReceivedAt,
    string Method,
    string Path,
    string? ContentType,
    int Size,
    bool? Authenticated,
    string? Problem
);

/// <summary>Captured requests, as the API is described.</summary>
internal sealed record CapturedListDescription(IReadOnlyList<CapturedRequestDescription> Items);

/// <summary>What a replay answers, as the API is described: the run's input when it is tried out only, else the run's end.</summary>
internal sealed record ReplayDescription(
    JsonElement? Input,
    string? Id,
    string? FlowId,
    int? Version,
    string? Status,
    JsonElement? Output,
    JsonElement? Error,
    string? StatusQueryGetUri
);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(TestUrlDescription))]
[JsonSerializable(typeof(CapturedListDescription))]
[JsonSerializable(typeof(ReplayDescription))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class CaptureDescriptionJson : JsonSerializerContext;
