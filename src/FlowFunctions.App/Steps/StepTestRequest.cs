using System.Text.Json;
using FlowFunctions.App.Problems;
using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Steps;

namespace FlowFunctions.App.Steps;

/// <summary>What a step that is tried sees.</summary>
internal static class StepTestRequest
{
    private static readonly Payload Empty = Payload.Parse("{}");

    /// <exception cref="ProblemException">400: a given step has a status that none ends with.</exception>
    public static StepRequest Create(
        string workspace,
        TestedStep tested,
        StepTestBody body,
        string runId,
        Payload env,
        DateTimeOffset now
    ) =>
        new()
        {
            RunId = runId,
            Workspace = workspace,
            FlowId = tested.FlowId,
            Files = tested.Files,
            RunStartedAt = now,
            Path = tested.Step.Id,
            Attempt = 1,
            ReadyAt = now,
            Step = tested.Step,
            Input = Of(body.Input) ?? Empty,
            Trigger = Of(body.Trigger) ?? Payload.Null,
            Env = env,
            Steps = (body.Steps ?? new Dictionary<string, GivenStep?>(StringComparer.Ordinal)).ToDictionary(
                static given => given.Key,
                static given => View(given.Key, given.Value ?? new GivenStep()),
                StringComparer.Ordinal
            ),
        };

    private static Payload? Of(JsonElement? value) => value is { } element ? Payload.From(element) : null;

    private static StepView View(string id, GivenStep given)
    {
        var error = given.Error is { } why ? new StepError { Code = why.Code, Message = why.Message ?? "" } : null;
        return new StepView(StatusOf(id, given), Of(given.Output), error);
    }

    private static StepStatus StatusOf(string id, GivenStep given)
    {
        if (string.IsNullOrEmpty(given.Status))
        {
            return given.Error is null ? StepStatus.Succeeded : StepStatus.Failed;
        }

        return
            char.IsAsciiLetter(given.Status[0])
            && Enum.TryParse<StepStatus>(given.Status, ignoreCase: true, out var status)
            && status.IsTerminal()
            ? status
            : throw new ProblemException(
                Problem.BadRequest(
                    $"The status of the step '{id}' is '{given.Status}'; give Succeeded, Failed, TimedOut, Skipped or Cancelled."
                )
            );
    }
}
