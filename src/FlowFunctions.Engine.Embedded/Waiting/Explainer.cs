using System.Globalization;
using System.Text.Json;
using FlowFunctions.Engine.Embedded.Admission;
using FlowFunctions.Engine.Embedded.Dispatch;
using FlowFunctions.Engine.Embedded.Journal;
using FlowFunctions.Engine.Embedded.Runs;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;

namespace FlowFunctions.Engine.Embedded.Waiting;

/// <summary>Puts into words what a run waits for.</summary>
internal sealed class Explainer(
    OpenRun run,
    AdmissionTable admission,
    StepQueue steps,
    JournalUnavailableException? outage,
    DateTimeOffset now,
    TimeSpan slow
)
{
    /// <summary>By path; an attempt that was given up may still be going on beside the next one, which counts.</summary>
    private readonly Dictionary<string, Execution> _executions = run
        .Executions.Entries.OrderByDescending(static pair => pair.Key)
        .Select(static pair => pair.Value)
        .DistinctBy(static execution => execution.Request.Path)
        .ToDictionary(static execution => execution.Request.Path, StringComparer.Ordinal);

    public RunExplanation Explain()
    {
        if (run.Queue is { } queue)
        {
            return new RunExplanation(RunStatus.Queued, queue.Since, [.. OfDisk(), Queued(queue)]);
        }

        var state = run.State;
        return new RunExplanation(
            state.Status,
            state.StartedAt,
            [.. OfDisk(), .. OfRun(state), .. state.Steps.Select(OfStep).OfType<WaitReason>(), .. Chunks()]
        );
    }

    private WaitReason Queued(QueuedRun queue)
    {
        if (queue.HeldSince is { } held)
        {
            return OfRun(WaitKind.Resume, held, "It was paused before it was admitted. Resume it to queue it again.");
        }

        var place = admission.PlaceOf(run.Ticket!);
        var key = run.Ticket!.Key.Value is { Length: > 0 } value ? $" with the key {value}" : "";
        return OfRun(
            WaitKind.Admission,
            queue.Since,
            Text(
                $"Flow '{run.Ticket.Key.FlowId}' allows {place.Limit} open runs{key}, and {place.Open} are open. This one is number {place.Place} in the queue."
            )
        ) with
        {
            Place = place.Place,
            Target = run.Ticket.Key.FlowId,
        };
    }

    private IEnumerable<WaitReason> OfDisk()
    {
        if (run.Turn is { } turn)
        {
            var message = outage is null
                ? "What has happened last is being written to the disk."
                : $"What has happened last cannot be written. {outage.Message}";
            yield return OfRun(WaitKind.Journal, turn.SealedAt, message);
        }
    }

    private IEnumerable<WaitReason> OfRun(RunState state)
    {
        if (run.Turn is null && state.IsStalled)
        {
            yield return OfRun(
                WaitKind.Nothing,
                since: null,
                "Nothing is under way that could take it further. This is a defect: report it, then cancel the run or restart the engine."
            );
        }

        if (state.Status == RunStatus.Paused)
        {
            var ready = state
                .Steps.Where(static step => step.Status == StepStatus.Ready)
                .Select(static step => $"'{step.Path}'")
                .ToArray();
            var what =
                ready.Length == 0
                    ? ""
                    : Text(
                        $" Ready to start: {string.Join(", ", ready.Take(10))}{(ready.Length > 10 ? Text($" and {ready.Length - 10} more") : "")}."
                    );
            yield return OfRun(WaitKind.Resume, state.PausedSince, $"It is paused.{what} Resume it to go on.");
        }
    }

    private WaitReason? OfStep(StepInstance step) =>
        step.Status switch
        {
            StepStatus.Running when _executions.TryGetValue(step.Path, out var execution) => OfExecution(
                step,
                execution
            ),
            StepStatus.Retrying => Retry(step),
            StepStatus.Waiting when step.Wait is { } wait => Wait(step, wait),
            _ => null,
        };

    /// <summary>Parts of long loops; the child runs of calls are among the steps that wait.</summary>
    private IEnumerable<WaitReason> Chunks() =>
        run
            .Children.Values.Where(static child => child.Command.Chunk is not null)
            .Select(static child => new WaitReason(
                child.Command.Step.Path,
                WaitKind.Child,
                Since: null,
                $"Waits for a part of the loop, the child run {child.Command.ChildRunId}."
            )
            {
                Target = child.Command.ChildRunId,
            });

    private WaitReason OfExecution(StepInstance step, Execution execution)
    {
        if (steps.PlaceOf(execution) is { } place)
        {
            var limit = place.Limit switch
            {
                StepLimit.Type => Text($"steps of type '{step.Plan.Type}' executed at once ({place.Most})"),
                StepLimit.Workspace => Text(
                    $"steps of one workspace executed at once while others have some ({place.Most})"
                ),
                StepLimit.Stopped => "the engine, which is stopping and starts no steps",
                _ => Text($"steps executed at once ({place.Most})"),
            };
            return new WaitReason(
                step.Path,
                WaitKind.Worker,
                execution.QueuedAt,
                Text($"Waits for a free place: the limit is {limit}. It is number {place.Place} in its queue.")
            )
            {
                Place = place.Place,
                Target = place.Limit.ToString(),
            };
        }

        var elapsed = now - execution.StartedAt;
        var length = elapsed > slow ? Text($", longer than {slow.TotalMinutes:0.##} minutes") : "";
        return new WaitReason(
            step.Path,
            WaitKind.Execution,
            execution.StartedAt,
            Text(
                $"Attempt {step.Attempt} of '{step.Plan.Type}' is being executed, for {elapsed.TotalSeconds:0} s{length}."
            )
        );
    }

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
        wait.Details?.Element is { ValueKind: JsonValueKind.Object } details
        && details.TryGetProperty("title", out var title)
        && title.ValueKind == JsonValueKind.String
            ? title.GetString()
            : null;

    private static WaitReason OfRun(WaitKind kind, DateTimeOffset? since, string message) =>
        new("", kind, since, message);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
