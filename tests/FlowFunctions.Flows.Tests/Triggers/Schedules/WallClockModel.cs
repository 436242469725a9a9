using System.Globalization;
using FlowFunctions.Flows.Triggers.Schedules;

namespace FlowFunctions.Flows.Tests.Triggers.Schedules;

/// <summary>
/// What the documentation says about cron times, minute by minute: somebody looks at a clock on the wall once a minute and remembers what it
/// has shown. It shares no code with what it checks.
/// </summary>
/// <param name="Zone">The clock's time zone.</param>
/// <param name="Matches">Whether the expression names a time on the wall.</param>
/// <param name="RepeatsOverHours">Whether a time that is skipped is gone.</param>
/// <param name="Repeats">Whether a time that is shown twice counts twice.</param>
internal sealed record WallClockModel(
    TimeZoneInfo Zone,
    Func<DateTime, bool> Matches,
    bool RepeatsOverHours,
    bool Repeats
)
{
    public List<DateTime> Times(DateTime from, DateTime to)
    {
        var times = new List<DateTime>();
        var before = TimeZoneInfo.ConvertTimeFromUtc(from.AddMinutes(-1), Zone);
        var latest = before;
        for (var moment = from; moment < to; moment = moment.AddMinutes(1))
        {
            var wall = TimeZoneInfo.ConvertTimeFromUtc(moment, Zone);
            var counts = Matches(wall) && (Repeats || wall > latest);
            if (counts || (!RepeatsOverHours && HasSkipped(before, wall)))
            {
                times.Add(moment);
            }

            before = wall;
            latest = wall > latest ? wall : latest;
        }

        return times;
    }

    /// <summary>Compares a year of an expression with the model.</summary>
    public void Check(string expression, int year)
    {
        var schedule = Schedules.Cron(expression, Zone.Id);
        var (from, to) = (Moment(year), Moment(year + 1));
        var actual = ScheduleTimes
            .Of(schedule, "seed")
            .After(new DateTimeOffset(from).AddTicks(-1))
            .Select(static time => time.DueAt.UtcDateTime)
            .TakeWhile(time => time < to)
            .ToList();
        Assert.Equal(Times(from, to).Select(Text), actual.Select(Text));
    }

    private bool HasSkipped(DateTime before, DateTime wall)
    {
        for (var skipped = before.AddMinutes(1); skipped < wall; skipped = skipped.AddMinutes(1))
        {
            if (Matches(skipped))
            {
                return true;
            }
        }

        return false;
    }

    private static DateTime Moment(int year) => new(year, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private static string Text(DateTime time) => time.ToString("s", CultureInfo.InvariantCulture);
}
