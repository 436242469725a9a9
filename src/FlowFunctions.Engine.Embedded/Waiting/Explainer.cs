using System.Globalization;
using FlowFunctions.Engine.Embedded.Admission;
using FlowFunctions.Engine.Embedded.Dispatch;
using FlowFunctions.Engine.Embedded.Journal;
using FlowFunctions.Engine.Embedded.Runs;
using FlowFunctions.Engine.Explanations;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Runs;

namespace FlowFunctions.Engine.Embedded.Waiting;

/// <summary>Puts into words what a run waits for: what its state tells, and what only this engine knows.</summary>
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

        var known = RunExplainer.Explain(
            run.State,
            step => _executions.TryGetValue(step.Path, out var execution) ? OfExecution(step, execution) : null,
            isSettled: run.Turn is null
        );
        return known with { Reasons = [.. OfDisk(), .. known.Reasons] };
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

    private static WaitReason OfRun(WaitKind kind, DateTimeOffset? since, string message) =>
        new("", kind, since, message);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
