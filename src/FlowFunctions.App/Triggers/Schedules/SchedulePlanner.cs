using FlowFunctions.Flows.Triggers;
using FlowFunctions.Flows.Triggers.Schedules;

namespace FlowFunctions.App.Triggers.Schedules;

/// <summary>Decides which times of a schedule get a run. Pure: the same questions have the same answers.</summary>
internal static class SchedulePlanner
{
    /// <summary>Decides.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="times">Its times.</param>
    /// <param name="decidedUntil">Times that were due until then are decided.</param>
    /// <param name="waitingUntil">Times that were due after that until then wait for their turn and were not missed.</param>
    /// <param name="now">The time.</param>
    public static SchedulePlan Plan(
        ScheduleTrigger schedule,
        ScheduleTimes times,
        DateTimeOffset decidedUntil,
        DateTimeOffset? waitingUntil,
        DateTimeOffset now
    )
    {
        var plan = new List<PlannedTime>();
        var (until, givenUp) = (decidedUntil, (DateTimeOffset?)null);
        if (waitingUntil > decidedUntil)
        {
            givenUp = AddWaiting(plan, schedule, times, decidedUntil, waitingUntil.Value);
            until = waitingUntil.Value;
        }

        var missedBefore = now - ScheduleLimits.Tolerance;
        if (until < missedBefore)
        {
            givenUp = AddMissed(plan, schedule.Missed, times, until, missedBefore) ?? givenUp;
            until = Later(until, missedBefore - schedule.Jitter - TimeSpan.FromTicks(1));
        }

        foreach (var time in times.After(until))
        {
            if (time.FiresAt > now)
            {
                return new SchedulePlan(plan, Later(until, decidedUntil), time.FiresAt, givenUp);
            }

            until = time.DueAt;
            if (time.FiresAt >= missedBefore)
            {
                plan.Add(new PlannedTime(time));
            }
        }

        return new SchedulePlan(plan, until, WakesAt: null, givenUp);
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static DateTimeOffset? AddWaiting(
        List<PlannedTime> plan,
        ScheduleTrigger schedule,
        ScheduleTimes times,
        DateTimeOffset after,
        DateTimeOffset until
    )
    {
        var limit = LimitOf(schedule.Overlap);
        var waiting = times
            .After(after)
            .TakeWhile(time => time.DueAt <= until)
            .TakeLast(limit + 1)
            .Select(static time => new PlannedTime(time))
            .ToList();
        return Add(plan, waiting, limit);
    }

    private static DateTimeOffset? AddMissed(
        List<PlannedTime> plan,
        MissedTimes policy,
        ScheduleTimes times,
        DateTimeOffset after,
        DateTimeOffset missedBefore
    )
    {
        if (policy == MissedTimes.Skip)
        {
            return null;
        }

        var isAll = policy == MissedTimes.RunAll;
        var missed = times
            .Last(after, missedBefore, isAll ? ScheduleLimits.MaxMissed + 1 : 1)
            .Select(static time => new PlannedTime(time, IsMissed: true))
            .ToList();
        return Add(plan, missed, isAll ? ScheduleLimits.MaxMissed : 1);
    }

    /// <summary>How many times of a schedule may wait.</summary>
    public static int LimitOf(RunOverlap overlap) =>
        overlap == RunOverlap.Queue ? ScheduleLimits.MaxWaiting : ScheduleLimits.MaxMissed;

    /// <summary>Of times that are too many by one the oldest stands for all that are given up.</summary>
    private static DateTimeOffset? Add(List<PlannedTime> plan, List<PlannedTime> times, int limit)
    {
        plan.AddRange(times.TakeLast(limit));
        return times.Count > limit ? times[0].DueAt : null;
    }
}
