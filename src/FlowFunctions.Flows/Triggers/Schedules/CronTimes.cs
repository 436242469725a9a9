namespace FlowFunctions.Flows.Triggers.Schedules;

/// <summary>
/// The moments that a cron expression means in a time zone. Where clocks are put forward, a time that they skip counts at the first moment
/// after the gap, unless the expression names every hour or every n-th: then the clock just does not show it. Where clocks are put back, a
/// time that they show twice counts the first time, unless the expression repeats within the hour or over hours: then it counts both times.
/// </summary>
internal sealed class CronTimes(CronExpression cron, ZonePeriods zone)
{
    /// <summary>More than clocks were ever put forward or back at once.</summary>
    private static readonly TimeSpan LongestChange = TimeSpan.FromDays(2);

    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    /// <summary>The first moment after another, in UTC; null when none comes in 40 years.</summary>
    public DateTime? Next(DateTime after)
    {
        var period = zone.At(after);
        for (var from = Later(period.WallAt(after), FirstWallOf(period)); ; from = FirstWallOf(period))
        {
            if (cron.Next(from) is not { } wall)
            {
                return null;
            }

            var moment = period.MomentOf(wall);
            if (moment < period.End)
            {
                return moment;
            }

            var next = zone.At(period.End);
            if (!cron.RepeatsOverHours && wall < next.WallAt(period.End))
            {
                return period.End;
            }

            period = FollowingOf(next, wall);
        }
    }

    private static DateTime Later(DateTime one, DateTime other) => one > other ? one : other;

    /// <summary>The period to look in when no time matches before one on the wall, so that a far date is no walk through all years.</summary>
    private ZonePeriod FollowingOf(ZonePeriod next, DateTime wall)
    {
        var near = DateTime.SpecifyKind(wall, DateTimeKind.Utc) - LongestChange;
        return near < next.End ? next : zone.At(near);
    }

    /// <summary>The last time on the wall before those that count in a period.</summary>
    private DateTime FirstWallOf(ZonePeriod period)
    {
        var first = period.WallAt(period.Start);
        if (!cron.Repeats)
        {
            // What clocks have shown before does not count again.
            first = Later(first, zone.At(period.Start - Tick).WallAt(period.Start));
        }

        return first - Tick;
    }
}
