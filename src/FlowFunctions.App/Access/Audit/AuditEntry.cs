using System.Text.Json;
using System.Text.Json.Serialization;
using FlowFunctions.App.Requests;

namespace FlowFunctions.App.Access.Audit;

/// <summary>Who did what, when, from where, and what came of it.</summary>
/// <param name="Id">What no other entry of the workspace is called.</param>
/// <param name="At">When the answer was about to be sent.</param>
/// <param name="Caller">Who.</param>
/// <param name="From">The address that the request came from; null when it is not known.</param>
/// <param name="Action">What, such as <c>flow.publish</c>.</param>
/// <param name="Target">What it was done to; null when it is nothing that has a name.</param>
/// <param name="Outcome"><c>done</c> or <c>refused</c>.</param>
/// <param name="Status">The HTTP status of the answer; 499 when the caller hung up before it.</param>
/// <param name="Before">What there was, where something was changed; never a secret.</param>
/// <param name="After">What there is now.</param>
/// <param name="TraceId">The W3C trace id of the request, which logs and traces have, too.</param>
internal sealed record AuditEntry(
    string Id,
    DateTimeOffset At,
    AuditCaller Caller,
    string? From,
    string Action,
    string? Target,
    string Outcome,
    int Status,
    JsonElement? Before,
    JsonElement? After,
    string? TraceId
)
{
    /// <summary>It was done.</summary>
    public const string Done = "done";

    /// <summary>It was not done.</summary>
    public const string Refused = "refused";

    /// <summary>The SHA-256 of the hash before it and of this entry as it was written, without both; in exports only.</summary>
    public string? Hash { get; init; }

    /// <summary>The hash of the entry before it in its chain; in exports only.</summary>
    public string? Previous { get; init; }
}

/// <summary>Who did something.</summary>
/// <param name="Id">What nobody else is called; empty when nobody knows.</param>
/// <param name="Name">What people call them.</param>
/// <param name="Kind"><c>local</c>, <c>user</c>, <c>apiKey</c>, <c>link</c>, or <c>unknown</c>.</param>
internal sealed record AuditCaller(string Id, string Name, string Kind)
{
    /// <summary>Somebody who did not prove who they are.</summary>
    public static AuditCaller Unknown { get; } = new("", "somebody unknown", "unknown");
}

/// <summary>A page of the audit log.</summary>
/// <param name="Entries">The entries, the newest first.</param>
/// <param name="ContinuationToken">Where the next page begins, or null.</param>
internal sealed record AuditListResource(IReadOnlyList<AuditEntry> Entries, string? ContinuationToken);

/// <summary>Whether the chains of the audit log are whole.</summary>
/// <param name="Entries">How many entries were looked at.</param>
/// <param name="Broken">Entries whose content is not what was written, or that do not follow what stands before them.</param>
internal sealed record AuditCheckResource(long Entries, IReadOnlyList<AuditBreak> Broken);

/// <summary>A place where a chain is broken.</summary>
/// <param name="Id">The entry there.</param>
/// <param name="At">When it was.</param>
/// <param name="Why">What does not fit.</param>
internal sealed record AuditBreak(string Id, DateTimeOffset At, string Why);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(UtcTimeConverter)]
)]
[JsonSerializable(typeof(AuditEntry))]
[JsonSerializable(typeof(AuditListResource))]
[JsonSerializable(typeof(AuditCheckResource))]
internal sealed partial class AuditJson : JsonSerializerContext
{
    /// <summary>An entry as it is stored: one line, everything but ASCII escaped.</summary>
    public static string Write(AuditEntry entry) => JsonSerializer.Serialize(entry, Default.AuditEntry);

    /// <summary>An entry as it was stored.</summary>
    public static AuditEntry Read(string entry) => JsonSerializer.Deserialize(entry, Default.AuditEntry)!;
}
