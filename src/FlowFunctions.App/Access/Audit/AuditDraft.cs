using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FlowFunctions.App.Access.Audit;

/// <summary>What is about to become an entry.</summary>
/// <param name="Workspace">Whose log it belongs in.</param>
/// <param name="Caller">Who.</param>
/// <param name="Action">What.</param>
/// <param name="Status">The HTTP status of the answer.</param>
internal sealed record AuditDraft(string Workspace, AuditCaller Caller, string Action, int Status)
{
    private const int MaxText = 512;
    private const int MaxState = 4096;
    private const int Redirects = 400;

    /// <summary>The address that the request came from.</summary>
    public string? From { get; init; }

    /// <summary>What it was done to.</summary>
    public string? Target { get; init; }

    /// <summary>What there was.</summary>
    public JsonObject? Before { get; init; }

    /// <summary>What there is now.</summary>
    public JsonObject? After { get; init; }

    /// <summary>The trace.</summary>
    public string? TraceId { get; init; }

    /// <summary>The entry.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="at">When.</param>
    public AuditEntry ToEntry(string id, DateTimeOffset at) =>
        new(
            id,
            at,
            new(Line(Caller.Id), Line(Caller.Name), Caller.Kind),
            From,
            Action,
            Target is null ? null : Line(Target),
            Status < Redirects ? AuditEntry.Done : AuditEntry.Refused,
            Status,
            State(Before),
            State(After),
            TraceId
        );

    /// <summary>One line of a bounded length, whatever somebody has called something: it stands in lists, terminals and files of lines.</summary>
    private static string Line(string text) => PlainText.Of(text, MaxText);

    private static JsonElement? State(JsonObject? state)
    {
        if (state is null)
        {
            return null;
        }

        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            state.WriteTo(json);
        }

        return bytes.WrittenCount <= MaxState
            ? JsonElement.Parse(bytes.WrittenSpan)
            : JsonElement.Parse($$"""{"tooLarge":{{bytes.WrittenCount}}}""");
    }
}
