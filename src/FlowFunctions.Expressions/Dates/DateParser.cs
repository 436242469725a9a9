using System.Globalization;
using System.Text.RegularExpressions;

namespace FlowFunctions.Expressions.Dates;

/// <summary>
/// Date.parse: the format of ECMA-262 §21.4.1.32, and for other texts (RFC 2822 and what people write) the rules that
/// V8 reads them by, which no standard gives.
/// </summary>
internal static partial class DateParser
{
    public static double Parse(string text)
    {
        var match = Iso().Match(text);
        return match.Success ? FromIso(match) : new LegacyDate(text).Parse();
    }

    private static double FromIso(Match match)
    {
        var hour = Number(match, "hour", 0);
        var (minute, second) = (Number(match, "minute", 0), Number(match, "second", 0));
        var fraction = match.Groups["fraction"].ValueSpan;
        var millisecond =
            fraction.Length == 0
                ? 0
                : int.Parse(
                    fraction[..Math.Min(3, fraction.Length)].ToString().PadRight(3, '0'),
                    CultureInfo.InvariantCulture
                );
        var (month, day) = (Number(match, "month", 1), Number(match, "day", 1));
        if (match.Groups["year"].ValueSpan is "-000000" || month is < 1 or > 12 || day is < 1 or > 31)
            return double.NaN;
        if (!IsTime(hour, minute, second, millisecond))
            return double.NaN;
        var (offsetHour, offsetMinute) = (Number(match, "offsetHour", 0), Number(match, "offsetMinute", 0));
        if (offsetHour > 23 || offsetMinute > 59)
            return double.NaN;
        var offset = TimeValue.Milliseconds(offsetHour, offsetMinute, 0, 0);
        return TimeValue.Clip(
            (TimeValue.Days(Number(match, "year", 0), month - 1, day) * TimeValue.MillisecondsPerDay)
                + TimeValue.Milliseconds(hour, minute, second, millisecond)
                - (match.Groups["sign"].ValueSpan is "-" ? -offset : offset)
        );
    }

    public static bool IsTime(int hour, int minute, int second, int millisecond) =>
        (hour is >= 0 and <= 23 && minute is >= 0 and <= 59 && second is >= 0 and <= 59)
        || (hour == 24 && minute == 0 && second == 0 && millisecond == 0);

    private static int Number(Match match, string group, int absent) =>
        match.Groups[group].Success ? int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture) : absent;

    [GeneratedRegex(
        @"\A(?<year>[0-9]{4}|[+-][0-9]{6})(-(?<month>[0-9]{2})(-(?<day>[0-9]{2}))?)?"
            + @"([Tt](?<hour>[0-9]{2}):(?<minute>[0-9]{2})(:(?<second>[0-9]{2})([.](?<fraction>[0-9]+))?)?"
            + @"([Zz]|(?<sign>[+-])(?<offsetHour>[0-9]{2}):(?<offsetMinute>[0-9]{2}))?)?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Iso();
}
