namespace FlowFunctions.Flows.Triggers;

/// <summary>The days that the day-of-month and day-of-week fields of a cron expression name.</summary>
internal sealed class CronDays
{
    private ulong _days;
    private ulong _weekdays;
    private ulong _lastWeekdays;
    private readonly List<int> _fromEnd = [];
    private readonly List<int> _nearestWorkday = [];
    private readonly List<(int Weekday, int Nth)> _nthWeekdays = [];
    private bool _lastWorkday;
    private bool _anyDay;
    private bool _anyWeekday;

    /// <exception cref="FormatException">A field cannot be read.</exception>
    public static CronDays Parse(string dayOfMonth, string dayOfWeek)
    {
        var days = new CronDays { _anyDay = dayOfMonth[0] is '*' or '?', _anyWeekday = dayOfWeek[0] is '*' or '?' };
        foreach (var item in dayOfMonth.Split(','))
        {
            days.AddDay(item.ToUpperInvariant());
        }

        foreach (var item in dayOfWeek.Split(','))
        {
            days.AddWeekday(item.ToUpperInvariant());
        }

        return days;
    }

    /// <summary>
    /// Whether a day matches. As in Unix cron: when both fields are restricted one match is enough, and a field that
    /// starts with <c>*</c> or <c>?</c> is not restricted.
    /// </summary>
    public bool Match(DateTime day) =>
        _anyDay || _anyWeekday ? MatchDay(day) && MatchWeekday(day) : MatchDay(day) || MatchWeekday(day);

    private bool MatchDay(DateTime day)
    {
        var last = DateTime.DaysInMonth(day.Year, day.Month);
        return (_days >> day.Day & 1) == 1
            || _fromEnd.Contains(last - day.Day)
            || (_lastWorkday && day.Day == Workday(day, last))
            || _nearestWorkday.Exists(wanted => wanted <= last && day.Day == Workday(day, wanted));
    }

    private bool MatchWeekday(DateTime day)
    {
        var weekday = (int)day.DayOfWeek;
        return (_weekdays >> weekday & 1) == 1
            || ((_lastWeekdays >> weekday & 1) == 1 && day.Day + 7 > DateTime.DaysInMonth(day.Year, day.Month))
            || _nthWeekdays.Contains((weekday, (day.Day + 6) / 7));
    }

    /// <summary>The weekday from Monday to Friday nearest to a day of the month, within the month.</summary>
    private static int Workday(DateTime month, int day)
    {
        var last = DateTime.DaysInMonth(month.Year, month.Month);
        return new DateTime(month.Year, month.Month, day).DayOfWeek switch
        {
            DayOfWeek.Saturday => day == 1 ? 3 : day - 1,
            DayOfWeek.Sunday => day == last ? day - 2 : day + 1,
            _ => day,
        };
    }

    private void AddDay(string item)
    {
        var field = CronField.DayOfMonth;
        if (item == "LW")
        {
            _lastWorkday = true;
        }
        else if (item == "L")
        {
            _fromEnd.Add(0);
        }
        else if (item.StartsWith("L-", StringComparison.Ordinal))
        {
            _fromEnd.Add(field.Number(item[2..], 1, 30));
        }
        else if (item.EndsWith('W'))
        {
            _nearestWorkday.Add(field.Value(item[..^1]));
        }
        else
        {
            _days |= field.Values(item);
        }
    }

    private void AddWeekday(string item)
    {
        var field = CronField.DayOfWeek;
        var nth = item.IndexOf('#', StringComparison.Ordinal);
        if (nth >= 0)
        {
            _nthWeekdays.Add((field.Value(item[..nth]) % 7, field.Number(item[(nth + 1)..], 1, 5)));
        }
        else if (item.Length > 1 && item.EndsWith('L'))
        {
            _lastWeekdays |= 1UL << (field.Value(item[..^1]) % 7);
        }
        else
        {
            _weekdays |= field.Values(item);
        }
    }
}
