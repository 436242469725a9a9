using System.Text;
using System.Text.Json;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Requests;
using FlowFunctions.App.Triggers.Queues.Messages;
using FlowFunctions.Engine.Runs;

namespace FlowFunctions.App.Triggers.Queues.Inbox;

/// <summary>What a queue message asks for: <c>{ flow, input?, version?, id? }</c>.</summary>
/// <param name="FlowId">The flow.</param>
/// <param name="Version">A version of it, or null for the published one.</param>
/// <param name="RunId">The id that the run shall have, or null.</param>
/// <param name="Input">The run's input, JSON in UTF-8; empty without one.</param>
internal sealed record QueuedStart(string FlowId, int? Version, string? RunId, byte[] Input)
{
    private const int MaxTextLength = 200;

    /// <summary>Reads a message; the JSON may stand in base64, which senders of queue messages often use.</summary>
    /// <exception cref="ProblemException">It asks for something else; the message says what to send.</exception>
    public static QueuedStart Read(string? message)
    {
        var body = RequestBody.Parse(MessageBody.Utf8Of(message ?? ""));
        var members = BodyMembers.Of(body, "flow", "input", "version", "id");
        var flow =
            members.Text("flow", MaxTextLength)
            ?? throw new ProblemException(
                Problem.BadRequest("The message names no flow. Send {\"flow\": \"…\", \"input\": {…}}.")
            );
        return new QueuedStart(
            flow,
            VersionOf(body),
            RunIdOf(members.Text("id", RunIds.MaxLength)),
            body.TryGetProperty("input", out var input) ? Encoding.UTF8.GetBytes(input.GetRawText()) : []
        );
    }

    private static int? VersionOf(JsonElement body) =>
        !body.TryGetProperty("version", out var version) || version.ValueKind == JsonValueKind.Null ? null
        : version.ValueKind == JsonValueKind.Number && version.TryGetInt32(out var number) ? number
        : throw new ProblemException(Problem.BadRequest("'version' must be the number of a version of the flow."));

    private static string? RunIdOf(string? id) =>
        id is null || (RunIds.IsAllowed(id) && !id.Contains(RunIds.ChildSeparator, StringComparison.Ordinal))
            ? id
            : throw new ProblemException(Problem.BadRequest("'id' must be 1 to 128 letters, digits, '-', '_' or '.'."));
}
