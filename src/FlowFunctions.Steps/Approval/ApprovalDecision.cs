using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Steps.Execution;

namespace FlowFunctions.Steps.Approval;

/// <summary>What somebody decided.</summary>
/// <param name="Approved">Whether they agree.</param>
/// <param name="By">Who, as they say; or null.</param>
/// <param name="Comment">Why, as they say; or null.</param>
internal sealed record ApprovalDecision(bool Approved, string? By, string? Comment)
{
    /// <summary>Reads a signal's payload.</summary>
    /// <param name="payload">The payload.</param>
    /// <param name="decision">The decision.</param>
    /// <param name="problem">Why the payload is none, and what to send.</param>
    public static bool TryRead(
        JsonElement payload,
        [NotNullWhen(true)] out ApprovalDecision? decision,
        [NotNullWhen(false)] out string? problem
    )
    {
        decision = null;
        problem = Problem(payload);
        if (problem is not null)
        {
            return false;
        }

        decision = new ApprovalDecision(
            payload.GetProperty("approved").ValueKind == JsonValueKind.True,
            payload.OptionalText("by"),
            payload.OptionalText("comment")
        );
        return true;
    }

    /// <summary>The decision as the step's output.</summary>
    public Payload ToPayload() =>
        PayloadWriter.Write(
            this,
            static (writer, decision) =>
            {
                writer.WriteStartObject();
                writer.WriteBoolean("approved", decision.Approved);
                writer.WriteString("by", decision.By);
                writer.WriteString("comment", decision.Comment);
                writer.WriteEndObject();
            }
        );

    private static string? Problem(JsonElement payload)
    {
        if (
            payload.ValueKind != JsonValueKind.Object
            || payload.Optional("approved").ValueKind is not (JsonValueKind.True or JsonValueKind.False)
        )
        {
            return "The signal carries no decision; send {\"approved\": true} or {\"approved\": false}.";
        }

        return IsTextOrNothing(payload, "by") && IsTextOrNothing(payload, "comment")
            ? null
            : "'by' and 'comment' of a decision must be text.";
    }

    private static bool IsTextOrNothing(JsonElement payload, string name) =>
        payload.Optional(name).ValueKind is JsonValueKind.String or JsonValueKind.Null or JsonValueKind.Undefined;
}
