using System.Text.Json;
using FlowFunctions.Engine.Admission;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;

namespace FlowFunctions.Engine.Explanations;

/// <summary>Puts into words what a run waits for, as far as its state tells it: the same for every engine.</summary>
public static class RunExplainer
{
    private const int MaxNamed = 10;

    /// <summary>Explains a run that has begun.</summary>
    /// <param name="state">The run.</param>
    /// <param name="ofExecution">What the engine knows of a step that is being executed, or null when it knows nothing.</param>
    /// <param name="isSettled">Whether all that follows from the run's last event is under way.</param>
    public static RunExplanation Explain(
        RunState state,
        Func<StepInstance, WaitReason?> ofExecution,
        bool isSettled = true
    )
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(ofExecution);
        return new RunExplanation(
            state.Status,
            state.StartedAt,
            [
                .. OfRun(state, isSettled),
                .. state.Steps.Select(step => OfStep(step, ofExecution)).OfType<WaitReason>(),
                .. Parts(state),
            ]
        );
    }

    /// <summary>Says that a run waits for a place among the runs of its flow.</summary>
    /// <param name="flowId">The flow.</param>
    /// <param name="key">What its runs are counted by, JSON; empty without a key.</param>
    /// <param name="since">Since when it waits.</param>
    /// <param name="place">Its place in the queue, from 1.</param>
    /// <param name="open">How many runs of the key are open.</param>
    /// <param name="limit">How many may be.</param>
    internal static WaitReason OfQueue(
        string flowId,
        string key,
        DateTimeOffset since,
        int place,
        int open,
        int limit
    ) =>
        new(
            Path: "",
            WaitKind.Admission,
            since,
            Text(
                $"Flow '{flowId}' allows {limit} open runs{AdmissionRefusal.OfKey(key)}, and {open} are open. This one is number {place} in the queue."
            )
        )
        {
            Place = place,
            Target = flowId,
        };

    private static IEnumerable<WaitReason> OfRun(RunState state, bool isSettled)
    {
        if (isSettled && state.IsStalled)
        {
            yield return new WaitReason(
                Path: "",
                WaitKind.Nothing,
                Since: null,
                "Nothing is under way that could take it further. This is a defect: report it, then cancel the run or restart the engine."
            );
        }

        if (state.Status == RunStatus.Paused)
        {
            yield return new WaitReason(
                Path: "",
                WaitKind.Resume,
                state.PausedSince,
                $"It is paused.{ReadyIn(state)} Resume it to go on."
            );
        }
    }

    private static string ReadyIn(RunState state)
    {
        var ready = state
            .Steps.Where(static step => step.Status == StepStatus.Ready)
            .Select(static step => $"'{step.Path}'")
            .ToArray();
        var more = ready.Length > MaxNamed ? Text($" and {ready.Length - MaxNamed} more") : "";
        return ready.Length == 0 ? "" : Text($" Ready to start: {string.Join(", ", ready.Take(MaxNamed))}{more}.");
    }

    private static WaitReason? OfStep(StepInstance step, Func<StepInstance, WaitReason?> ofExecution) =>
        step.Status switch
        {
            StepStatus.Running => ofExecution(step),
            StepStatus.Retrying => Retry(step),
            StepStatus.Waiting when step.Wait is { } wait => Wait(step, wait),
            _ => null,
        };

    /// <summary>Parts of long loops; the child runs of calls are among the steps that wait.</summary>
    private static IEnumerable<WaitReason> Parts(RunState state) =>
        state
            .PendingCommands.OfType<StartChild>()
            .Where(static child => child.Chunk is not null)
            .Select(static child => new WaitReason(
                child.Step.Path,
                WaitKind.Child,
                Since: null,
                $"Waits for a part of the loop, the child run {child.ChildRunId}."
            )
            {
                Target = child.ChildRunId,
            });

    private static WaitReason Retry(StepInstance step) =>
        new(
            step.Path,
            WaitKind.Retry,
            step.Wait?.Since,
            Text(
                $"Attempt {step.Attempt} failed ({step.Error?.Code}: {step.Error?.Message}). The next one starts at {step.Wait?.Until:u}."
            )
        )
        {
            Until = step.Wait?.Until,
        };

    private static WaitReason Wait(StepInstance step, StepWait wait)
    {
        var until = wait.Until is { } time ? Text($" It gives up waiting at {time:u}.") : "";
        return wait switch
        {
            { Limit: { } limit } => Of(
                WaitKind.Limit,
                Text($"Waits for its turn, at {wait.Until:u} or a little later. {limit}"),
                target: null
            ),
            { ChildRunId: { } child } => Of(WaitKind.Child, Text($"Waits for the child run {child}."), child),
            { Signal: { } signal } when TitleOf(wait) is { } title => Of(
                WaitKind.Approval,
                $"Waits for a decision: {title}. It is given as signal '{signal}'.{until}",
                signal
            ),
            { Signal: { } signal } => Of(
                WaitKind.Signal,
                $"Waits for the signal '{signal}'. Send it to the run by that name.{until}",
                signal
            ),
            _ => Of(WaitKind.Time, Text($"Waits until {wait.Until:u}."), target: null),
        };

        WaitReason Of(WaitKind kind, string message, string? target) =>
            new(step.Path, kind, wait.Since, message) { Until = wait.Until, Target = target };
    }

    private static string? TitleOf(StepWait wait) =>
        wait.Details is { Reference: null, Element: { ValueKind: JsonValueKind.Object } details }
        && details.TryGetProperty("title", out var title)
        && title.ValueKind == JsonValueKind.String
            ? title.GetString()
            : null;

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
