using System.Globalization;

namespace FlowFunctions.Flows.Triggers;

/// <summary>A field of a cron expression: its name, its range and the names of its values.</summary>
internal sealed record CronField(string Name, int Least, int Most, params string[] Names)
{
    public static CronField Second { get; } = new("second", 0, 59);
    public static CronField Minute { get; } = new("minute", 0, 59);
    public static CronField Hour { get; } = new("hour", 0, 23);
    public static CronField DayOfMonth { get; } = new("day of month", 1, 31);

    public static CronField Month { get; } =
        new("month", 1, 12, "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");

    /// <summary>Sunday is 0 and also 7.</summary>
    public static CronField DayOfWeek { get; } =
        new("day of week", 0, 7, "SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

    /// <summary>Adds the values of <c>*</c>, <c>?</c>, <c>a</c>, <c>a-b</c> or one of them with <c>/step</c>.</summary>
    /// <exception cref="FormatException">The item means nothing in this field.</exception>
    public ulong Values(string item)
    {
        var (range, step) = Split(item, '/');
        var every = step is null ? 1 : Number(step, 1, Most);
        var (first, last) = Range(range, step is not null);
        ulong values = 0;
        var span = Span;
        var length = first <= last ? last - first : last - first + span;
        for (var offset = 0; offset <= length; offset += every)
        {
            values |= 1UL << (Least + ((first + offset - Least) % span));
        }

        return values;
    }

    /// <summary>A value by number or name.</summary>
    /// <exception cref="FormatException">The text is no value of this field.</exception>
    public int Value(string text)
    {
        var index = Array.FindIndex(Names, name => name.Equals(text, StringComparison.OrdinalIgnoreCase));
        return index >= 0 ? index + Least : Number(text, Least, Most);
    }

    public FormatException Wrong(string what) => new($"{Name}: {what}");

    /// <summary>A number within bounds.</summary>
    /// <exception cref="FormatException">The text is none.</exception>
    public int Number(string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
        && value >= least
        && value <= most
            ? value
            : throw Wrong(
                $"'{text}' is not a whole number from {least} to {most}{(Names.Length > 0 ? " or a name such as " + Names[1] : "")}"
            );

    /// <summary>How many different values there are: 7 as a day of week is 0 again.</summary>
    private int Span => (this == DayOfWeek ? Most : Most + 1) - Least;

    private (int First, int Last) Range(string range, bool stepped)
    {
        if (range is "*" or "?")
        {
            return (Least, Least + Span - 1);
        }

        var (from, to) = Split(range, '-');
        var first = Value(from);
        var last =
            to is not null ? Value(to)
            : stepped ? Least + Span - 1
            : first;
        return (first, last);
    }

    private static (string Left, string? Right) Split(string text, char separator)
    {
        var at = text.IndexOf(separator, StringComparison.Ordinal);
        return at < 0 ? (text, null) : (text[..at], text[(at + 1)..]);
    }
}
