using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace FlowFunctions.Flows.Triggers;

/// <summary>
/// A cron expression: five fields (minute, hour, day of month, month, day of week) or six with the second first; lists, ranges
/// (<c>22-2</c> wraps), steps, names, <c>L</c>, <c>L-3</c>, <c>15W</c>, <c>LW</c> and <c>5L</c>, <c>1#2</c>; or <c>@hourly</c>,
/// <c>@daily</c>, <c>@midnight</c>, <c>@weekly</c>, <c>@monthly</c>, <c>@yearly</c>, <c>@annually</c>. When both day fields are restricted one match
/// is enough, as in Unix cron.
/// </summary>
public sealed class CronExpression
{
    /// <summary>How far <see cref="Next"/> looks ahead: the Gregorian calendar's longest wait for a 29 February on a given weekday is 40 years.</summary>
    private const int YearsAhead = 40;

    private readonly ulong _seconds;
    private readonly ulong _minutes;
    private readonly ulong _hours;
    private readonly ulong _months;
    private readonly CronDays _days;

    private CronExpression(string text, string[] fields)
    {
        Text = text;
        _seconds = Values(CronField.Second, fields[0]);
        _minutes = Values(CronField.Minute, fields[1]);
        _hours = Values(CronField.Hour, fields[2]);
        _months = Values(CronField.Month, fields[4]);
        _days = CronDays.Parse(fields[3], fields[5]);
        RepeatsOverHours = IsRepeating(fields[2]);
        Repeats = RepeatsOverHours || IsRepeating(fields[1]) || IsRepeating(fields[0]);
    }

    /// <summary>The expression as written.</summary>
    public string Text { get; }

    /// <summary>Whether the hour is a <c>*</c> or has a step, so that it means a distance and not times of the day.</summary>
    internal bool RepeatsOverHours { get; }

    /// <summary>Whether the hour, the minute or the second is a <c>*</c> or has a step.</summary>
    internal bool Repeats { get; }

    /// <summary>Reads an expression.</summary>
    /// <param name="text">The text.</param>
    /// <param name="cron">The expression.</param>
    /// <param name="problem">What is wrong, with the name of the field.</param>
    public static bool TryParse(
        string text,
        [NotNullWhen(true)] out CronExpression? cron,
        [NotNullWhen(false)] out string? problem
    )
    {
        cron = null;
        var fields = Expand(text.Trim()).Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length is not (5 or 6))
        {
            problem =
                $"'{text}' has {fields.Length} fields. Write five (minute, hour, day of month, month, day of week), six with the second first, or a macro such as @daily.";
            return false;
        }

        try
        {
            cron = new CronExpression(text, fields.Length == 5 ? ["0", .. fields] : fields);
        }
        catch (FormatException exception)
        {
            problem = $"'{text}' is not a cron expression: {exception.Message}.";
            return false;
        }

        problem = cron.Next(new DateTime(2000, 1, 1)) is null ? $"'{text}' names a day that never comes." : null;
        return problem is null;
    }

    /// <summary>The first time after another that matches, both as a clock on the wall shows them; null when none comes in 40 years.</summary>
    public DateTime? Next(DateTime after)
    {
        var time = new DateTime(after.Ticks - (after.Ticks % TimeSpan.TicksPerSecond)).AddSeconds(1);
        for (var day = time.Date; day.Year <= after.Year + YearsAhead && day.Year < 9999; day = day.AddDays(1))
        {
            if ((_months >> day.Month & 1) == 0)
            {
                day = new DateTime(day.Year, day.Month, DateTime.DaysInMonth(day.Year, day.Month));
            }
            else if (_days.Match(day) && FirstTime(day == time.Date ? time.TimeOfDay : TimeSpan.Zero) is { } found)
            {
                return day + found;
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    private TimeSpan? FirstTime(TimeSpan from)
    {
        var (hour, minute, second) = (from.Hours, from.Minutes, from.Seconds);
        for (; (hour = First(_hours, hour)) < 24; hour++, minute = 0, second = 0)
        {
            if (hour != from.Hours)
            {
                (minute, second) = (0, 0);
            }

            for (; (minute = First(_minutes, minute)) < 60; minute++, second = 0)
            {
                if (minute != from.Minutes)
                {
                    second = 0;
                }

                if ((second = First(_seconds, second)) < 60)
                {
                    return new TimeSpan(hour, minute, second);
                }
            }
        }

        return null;
    }

    /// <summary>The least value of a set that is not below another; 64 when there is none.</summary>
    private static int First(ulong values, int from) =>
        from > 63 ? 64 : BitOperations.TrailingZeroCount(values & (ulong.MaxValue << from));

    private static ulong Values(CronField field, string text) =>
        text.Split(',').Aggregate(0UL, (values, item) => values | field.Values(item));

    private static bool IsRepeating(string field) =>
        field[0] is '*' or '?' || field.Contains('/', StringComparison.Ordinal);

    private static string Expand(string text) =>
        text.ToUpperInvariant() switch
        {
            "@YEARLY" or "@ANNUALLY" => "0 0 1 1 *",
            "@MONTHLY" => "0 0 1 * *",
            "@WEEKLY" => "0 0 * * 0",
            "@DAILY" or "@MIDNIGHT" => "0 0 * * *",
            "@HOURLY" => "0 * * * *",
            _ => text,
        };
}
