using FlowFunctions.App.Problems;
using FlowFunctions.App.Requests;
using FlowFunctions.Flows.Triggers.Schedules;

namespace FlowFunctions.App.Triggers.Schedules;

/// <summary>
/// <c>POST /api/schedules/{id}/backfill</c>: the runs of a window of the past. They have the ids that they would have had, so what ran already is
/// not run again.
/// </summary>
internal sealed class BackfillSchedule(
    ScheduleReader reader,
    ScheduleFiring firing,
    TriggerStarter starter,
    TimeProvider time
)
{
    private const int MaxTimes = 1_000;
    private const int MaxBytes = 16 * 1024;
    private const int MaxTimeLength = 64;
    private const int StartsAtOnce = 16;

    public async Task<IResult> HandleAsync(string id, HttpContext context)
    {
        var (trigger, schedule) = reader.Get(context, id);
        var body = await RequestBody.ReadJsonAsync(context.Request, MaxBytes);
        var members = BodyMembers.Of(body, "from", "to", "dryRun");
        var (from, to) = WindowOf(members);
        var isDry = members.Flag("dryRun");
        if (!isDry && !trigger.IsFlowEnabled)
        {
            throw new ProblemException(ScheduleProblems.FlowDisabled(trigger.Key.FlowId));
        }

        var times = ScheduleReader.TimesOf(trigger, schedule);
        var due = times.After(from.AddTicks(-1)).TakeWhile(time => time.DueAt < to).Take(MaxTimes + 1).ToArray();
        if (due.Length > MaxTimes)
        {
            throw new ProblemException(ScheduleProblems.TooManyTimes(MaxTimes, due[MaxTimes].DueAt));
        }

        var runs = new BackfillRunResource[due.Length];
        await RunAsync(trigger, times, due, runs, isDry, context.RequestAborted);
        return ScheduleJson.Answer(
            new BackfillResource(
                from,
                to,
                due.Length,
                Count(runs, "started"),
                Count(runs, "existing"),
                Count(runs, "failed"),
                Count(runs, "left"),
                isDry,
                runs
            )
        );
    }

    private static int Count(BackfillRunResource[] runs, string outcome) => runs.Count(run => run.Outcome == outcome);

    private async Task RunAsync(
        ActiveTrigger trigger,
        ScheduleTimes times,
        ScheduledTime[] due,
        BackfillRunResource[] runs,
        bool isDry,
        CancellationToken cancellationToken
    )
    {
        var isRefused = false;
        await Parallel.ForAsync(
            0,
            due.Length,
            new ParallelOptions { MaxDegreeOfParallelism = StartsAtOnce, CancellationToken = cancellationToken },
            async (index, token) =>
            {
                var planned = new PlannedTime(due[index], IsBackfill: true);
                var run = ScheduleRuns.Of(trigger, times, planned, mayHaveBegun: true);
                var (outcome, message) =
                    isDry ? (await LookAsync(run, token), null)
                    : Volatile.Read(ref isRefused) ? ("left", null)
                    : WordsOf(await firing.StartAsync(run, planned, token));
                Volatile.Write(ref isRefused, isRefused || outcome == "left");
                runs[index] = new BackfillRunResource(planned.DueAt, run.RunId, outcome, message);
            }
        );
    }

    private async ValueTask<string> LookAsync(TriggeredRun run, CancellationToken cancellationToken) =>
        await starter.HasBegunAsync(run.Trigger.Key.Workspace, run.RunId, cancellationToken) ? "existing" : "new";

    private static (string Outcome, string? Message) WordsOf(FireOutcome outcome) =>
        outcome.Kind switch
        {
            FireKind.Started => ("started", null),
            FireKind.Found => ("existing", null),
            FireKind.Failed => ("failed", outcome.Message),
            _ => ("left", outcome.Message),
        };

    private (DateTimeOffset From, DateTimeOffset To) WindowOf(BodyMembers members)
    {
        var from = ScheduleReader.MomentOf("from", members.Text("from", MaxTimeLength));
        var to = ScheduleReader.MomentOf("to", members.Text("to", MaxTimeLength));
        if (from is null || to is null || from >= to)
        {
            throw new ProblemException(
                Problem.BadRequest(
                    """Send {"from": "2026-01-01T00:00:00Z", "to": "2026-01-02T00:00:00Z"}: the first moment of the window, and the first one after it."""
                )
            );
        }

        return to <= time.GetUtcNow()
            ? (from.Value, to.Value)
            : throw new ProblemException(
                Problem.BadRequest(
                    "'to' has not come yet. A backfill makes up for the past; the schedule itself starts what comes."
                )
            );
    }
}
