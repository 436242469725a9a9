using FlowFunctions.App.Problems;
using FlowFunctions.Flows.Triggers.Schedules;

namespace FlowFunctions.App.Triggers.Schedules;

/// <summary><c>GET /api/schedules/{id}/upcoming</c>: the next times of a schedule, whether or not it fires.</summary>
internal sealed class UpcomingTimes(ScheduleReader reader, TimeProvider time)
{
    /// <summary>How many times are shown unless another number is asked for.</summary>
    public const int DefaultCount = 20;

    /// <summary>How many times can be asked for.</summary>
    public const int MaxCount = 200;

    public IResult Handle(string id, HttpContext context, int? count, string? from)
    {
        var (trigger, schedule) = reader.Get(context, id);
        var times = ScheduleReader.TimesOf(trigger, schedule);
        var start = ScheduleReader.MomentOf("from", from)?.AddTicks(-1) ?? time.GetUtcNow();
        return Answer(schedule.TimeZone, times, start, CountOf(count));
    }

    /// <summary>The first times after a moment.</summary>
    public static IResult Answer(string timeZone, ScheduleTimes times, DateTimeOffset after, int count) =>
        ScheduleJson.Answer(
            new UpcomingResource(
                timeZone,
                [.. times.After(after).Take(count).Select(time => ScheduledTimeResource.Of(times, time))]
            )
        );

    private static int CountOf(int? count) =>
        count is null ? DefaultCount
        : count is >= 1 and <= MaxCount ? count.Value
        : throw new ProblemException(
            Problem.BadRequest(
                $"'count' is {count}; give a number from 1 to {MaxCount}, or leave it out for {DefaultCount}."
            )
        );
}
