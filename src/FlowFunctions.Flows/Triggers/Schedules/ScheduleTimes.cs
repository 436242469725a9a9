namespace FlowFunctions.Flows.Triggers.Schedules;

/// <summary>
/// The times of a schedule, computed from nothing but the schedule, so that all processes agree: those of a cron expression in its time
/// zone, or every so often counted from <c>start</c>, else from 1970. Immutable and thread-safe.
/// </summary>
public sealed class ScheduleTimes
{
    private const int WindowGrowth = 16;

    /// <summary>No time is due from then on: what is a little later, or ahead of UTC, must still be a time that can be told.</summary>
    private static readonly DateTimeOffset EndOfTime = new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly TimeSpan FirstWindow = TimeSpan.FromMinutes(10);

    private readonly ScheduleTrigger _schedule;
    private readonly string _seed;
    private readonly ZonePeriods _zone;
    private readonly CronTimes? _cron;

    private ScheduleTimes(ScheduleTrigger schedule, string seed)
    {
        _schedule = schedule;
        _seed = seed;
        _zone = ZonePeriods.Of(schedule.TimeZone);
        _cron = schedule.Cron is { } cron ? new CronTimes(cron, _zone) : null;
    }

    /// <summary>The times of a schedule.</summary>
    /// <param name="schedule">The schedule, as the compiler accepts it.</param>
    /// <param name="seed">What tells it apart from others, for its jitter.</param>
    /// <exception cref="TimeZoneNotFoundException">This machine does not know its time zone.</exception>
    public static ScheduleTimes Of(ScheduleTrigger schedule, string seed)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        return new ScheduleTimes(schedule, seed);
    }

    /// <summary>The first time that is due after a moment; null when none is, or none within 40 years.</summary>
    public ScheduledTime? Next(DateTimeOffset after)
    {
        foreach (var time in After(after))
        {
            return time;
        }

        return null;
    }

    /// <summary>The times that are due after a moment, in order. There may be no end of them.</summary>
    public IEnumerable<ScheduledTime> After(DateTimeOffset after)
    {
        for (var due = NextDue(after); due is { } time; )
        {
            var next = NextDue(time);
            yield return new ScheduledTime(time, time + Jitter.Of(RoomFor(time, next), _seed, time));
            due = next;
        }
    }

    /// <summary>
    /// The last times that are due after one moment and whose runs start before another, in order. How many there are in all does not matter: it
    /// looks from the end, in windows that grow.
    /// </summary>
    /// <param name="after">Times are due after it.</param>
    /// <param name="firesBefore">Runs start before it.</param>
    /// <param name="count">How many at most.</param>
    public IReadOnlyList<ScheduledTime> Last(DateTimeOffset after, DateTimeOffset firesBefore, int count)
    {
        for (var window = FirstWindow; after < firesBefore; window *= WindowGrowth)
        {
            var isAll = firesBefore - after <= window;
            var times = After(isAll ? after : firesBefore - window)
                .TakeWhile(time => time.FiresAt < firesBefore)
                .TakeLast(count)
                .ToList();
            if (isAll || times.Count == count)
            {
                return times;
            }
        }

        return [];
    }

    /// <summary>A moment as clocks in the schedule's time zone show it.</summary>
    public DateTimeOffset LocalOf(DateTimeOffset moment) => moment.ToOffset(_zone.At(moment.UtcDateTime).Offset);

    /// <summary>A run starts before the next is due, and before the schedule ends, however great its jitter may be.</summary>
    private TimeSpan RoomFor(DateTimeOffset due, DateTimeOffset? next) =>
        (next ?? _schedule.End) - due is { } room && room < _schedule.Jitter ? room : _schedule.Jitter;

    private DateTimeOffset? NextDue(DateTimeOffset after)
    {
        if (after < _schedule.Start)
        {
            after = _schedule.Start.Value.AddTicks(-1);
        }

        if (after >= EndOfTime)
        {
            return null;
        }

        var next = _cron is null ? NextOfInterval(after) : NextOfCron(after);
        return next >= _schedule.End || next >= EndOfTime ? null : next;
    }

    private DateTimeOffset? NextOfCron(DateTimeOffset after) =>
        _cron!.Next(after.UtcDateTime) is { } next ? new DateTimeOffset(next) : null;

    private DateTimeOffset? NextOfInterval(DateTimeOffset after)
    {
        if (_schedule.Every is not { } every || every <= TimeSpan.Zero)
        {
            return null;
        }

        var anchor = (_schedule.Start ?? DateTimeOffset.UnixEpoch).UtcTicks;
        var passed = after.UtcTicks - anchor;
        var count = Math.DivRem(passed, every.Ticks, out var rest) + (rest < 0 ? 0 : 1);
        return every.Ticks > (DateTimeOffset.MaxValue.Ticks - anchor) / Math.Max(1, count)
            ? null
            : new DateTimeOffset(anchor + (count * every.Ticks), TimeSpan.Zero);
    }
}
