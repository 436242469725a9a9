namespace FlowFunctions.Expressions.Dates;

/// <summary>The arithmetic of time values, ECMA-262 §21.4.1: milliseconds since 1970 in the Gregorian calendar.</summary>
internal static class TimeValue
{
    public const double MillisecondsPerDay = 86_400_000;
    private const double Largest = 8.64e15;

    /// <summary>Days since 1970. Months count from 0; months and days beyond their range carry over.</summary>
    public static double Days(double year, double month, double day)
    {
        var actualYear = year + Math.Floor(month / 12);
        if (!(Math.Abs(actualYear) < 400_000) || !double.IsFinite(day))
            return double.NaN;
        var monthFromMarch = ((((int)(month - (Math.Floor(month / 12) * 12))) + 10) % 12);
        var yearFromMarch = actualYear - (monthFromMarch >= 10 ? 1 : 0);
        var daysBeforeMonth = Math.Floor(((153.0 * monthFromMarch) + 2) / 5);
        var daysBeforeYear =
            (365 * yearFromMarch)
            + Math.Floor(yearFromMarch / 4)
            - Math.Floor(yearFromMarch / 100)
            + Math.Floor(yearFromMarch / 400);
        // 719,468 days lie between 0000-03-01 and 1970-01-01.
        return daysBeforeYear + daysBeforeMonth - 719_468 + day - 1;
    }

    public static double Milliseconds(double hour, double minute, double second, double millisecond) =>
        (((((hour * 60) + minute) * 60) + second) * 1000) + millisecond;

    public static double Clip(double time) => Math.Abs(time) <= Largest ? time + 0.0 : double.NaN;
}
