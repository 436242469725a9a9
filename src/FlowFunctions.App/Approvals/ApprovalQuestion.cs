using System.Text.Json;
using FlowFunctions.App.Runs.Records;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Storage.Runs;

namespace FlowFunctions.App.Approvals;

/// <summary>A decision that a run waits for.</summary>
/// <param name="Run">The run.</param>
/// <param name="StepPath">The approval step.</param>
/// <param name="Attempt">Its attempt.</param>
/// <param name="Opened">When its first attempt started; a step that begins anew in another round of a loop has another one.</param>
/// <param name="Since">Since when it waits.</param>
/// <param name="Until">When it stops to wait, or null.</param>
/// <param name="Signal">The signal that brings the decision.</param>
/// <param name="Title">What is to be decided, in one line.</param>
/// <param name="Message">What people should know to decide, or null.</param>
/// <param name="Assignees">Who is asked.</param>
internal sealed record ApprovalQuestion(
    RunHeader Run,
    string StepPath,
    int Attempt,
    DateTimeOffset Opened,
    DateTimeOffset Since,
    DateTimeOffset? Until,
    string Signal,
    string Title,
    string? Message,
    IReadOnlyList<string> Assignees
)
{
    /// <summary>The type of the steps that ask for decisions.</summary>
    public const string StepType = "approval";

    /// <summary>Whether a step waits for a decision.</summary>
    public static bool IsAsked(string type, StepStatus status, StepWait? wait) =>
        type == StepType && status == StepStatus.Waiting && wait?.Signal is not null;

    /// <summary>What a waiting step asks; texts that are too large to stand in the history are loaded.</summary>
    public static async ValueTask<ApprovalQuestion> ReadAsync(
        RunHeader run,
        ApprovalWait step,
        PayloadArchive payloads,
        CancellationToken cancellationToken
    )
    {
        var details = step.Wait.Details switch
        {
            null => default,
            { Reference: { } reference } => JsonElement.Parse(await payloads.GetAsync(reference, cancellationToken)),
            { } payload => payload.Element,
        };
        return new ApprovalQuestion(
            run,
            step.Path,
            step.Attempt,
            step.Opened,
            step.Wait.Since,
            step.Wait.Until,
            step.Wait.Signal!,
            Text(details, "title") ?? step.Path,
            Text(details, "message"),
            Texts(details, "assignees")
        );
    }

    private static string? Text(JsonElement details, string name) =>
        Member(details, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static string[] Texts(JsonElement details, string name) =>
        Member(details, name) is { ValueKind: JsonValueKind.Array } list
            ?
            [
                .. list.EnumerateArray()
                    .Where(static item => item.ValueKind == JsonValueKind.String)
                    .Select(static item => item.GetString()!),
            ]
            : [];

    private static JsonElement Member(JsonElement details, string name) =>
        details.ValueKind == JsonValueKind.Object && details.TryGetProperty(name, out var value) ? value : default;
}

/// <summary>An approval step that waits.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Attempt">Its attempt.</param>
/// <param name="Opened">When its first attempt started.</param>
/// <param name="Wait">What it waits for.</param>
internal sealed record ApprovalWait(string Path, int Attempt, DateTimeOffset Opened, StepWait Wait);
