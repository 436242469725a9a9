using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Requests;
using FlowFunctions.Engine.Payloads;

namespace FlowFunctions.App.Approvals;

/// <summary>What somebody decided.</summary>
/// <param name="Approved">Whether they agree.</param>
/// <param name="By">Who, or null.</param>
/// <param name="Comment">Why, or null.</param>
internal sealed record Decision(bool Approved, string? By, string? Comment)
{
    /// <summary>Body of a decision in bytes, at most.</summary>
    public const int MaxBytes = 32 * 1024;

    private const int MaxNameLength = 200;
    private const int MaxCommentLength = 2000;
    private const int NonceBytes = 16;

    /// <summary>Reads <c>{ decision, comment?, by? }</c>.</summary>
    /// <param name="body">The body.</param>
    /// <param name="by">Who decides; null when the body may say it.</param>
    /// <param name="fixedBy">Whether the body must not say who decides.</param>
    /// <exception cref="ProblemException">400: it is something else.</exception>
    public static Decision Read(JsonElement body, string? by = null, bool fixedBy = false)
    {
        var members = fixedBy
            ? BodyMembers.Of(body, "decision", "comment")
            : BodyMembers.Of(body, "decision", "comment", "by");
        return Of(
            members.Text("decision", MaxNameLength),
            fixedBy ? by : members.Text("by", MaxNameLength),
            members.Text("comment", MaxCommentLength)
        );
    }

    /// <summary>A decision from the fields of a form.</summary>
    /// <exception cref="ProblemException">400: it is none, or the comment is too long.</exception>
    public static Decision Of(string? decision, string? by, string? comment)
    {
        if (decision is not ("approve" or "reject"))
        {
            throw new ProblemException(
                Problem.BadRequest("'decision' must be approve or reject.", "Approval.Decision")
            );
        }

        return comment?.Length > MaxCommentLength
            ? throw new ProblemException(
                Problem.BadRequest($"'comment' must be a text of at most {MaxCommentLength} characters.")
            )
            : new Decision(decision == "approve", by, string.IsNullOrWhiteSpace(comment) ? null : comment);
    }

    /// <summary>What makes one decision differ from every other.</summary>
    public static string NewNonce() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(NonceBytes));

    /// <summary>The decision as approval steps expect it, marked.</summary>
    public Payload ToPayload(string nonce)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteBoolean("approved", Approved);
            json.WriteString("by", By);
            json.WriteString("comment", Comment);
            json.WriteString("nonce", nonce);
            json.WriteEndObject();
        }

        return Payload.FromUtf8(buffer.ToArray());
    }

    /// <summary>What the audit log says of it.</summary>
    public JsonObject ToAudit() =>
        new()
        {
            ["decision"] = Approved ? "approve" : "reject",
            ["by"] = By,
            ["comment"] = Comment,
        };

    /// <summary>Whether a signal's payload decides, as approval steps read it.</summary>
    public static bool IsOne(Payload payload) =>
        payload is { Reference: null, Element: { ValueKind: JsonValueKind.Object } element }
        && element.TryGetProperty("approved", out var approved)
        && approved.ValueKind is JsonValueKind.True or JsonValueKind.False;

    /// <summary>Whether a signal's payload is a decision with a mark.</summary>
    public static bool IsMarked(Payload payload, string nonce) =>
        IsOne(payload)
        && payload.Element.TryGetProperty("nonce", out var mark)
        && mark.ValueKind == JsonValueKind.String
        && mark.ValueEquals(nonce);
}
