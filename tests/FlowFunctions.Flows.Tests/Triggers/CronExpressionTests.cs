using System.Globalization;
using FlowFunctions.Flows.Triggers;

namespace FlowFunctions.Flows.Tests.Triggers;

public sealed class CronExpressionTests
{
    [Theory]
    [InlineData("* * * * *", "2026-01-01T00:00:30", "2026-01-01T00:01:00")]
    [InlineData("0 2 * * *", "2026-01-01T02:00:00", "2026-01-02T02:00:00")]
    [InlineData("*/15 8-18 * * MON-FRI", "2026-01-02T18:45:00", "2026-01-05T08:00:00")]
    [InlineData("5/20 * * * *", "2026-01-01T00:26:00", "2026-01-01T00:45:00")]
    [InlineData("10,20 30 1 * * *", "2026-01-01T01:30:10", "2026-01-01T01:30:20")]
    [InlineData("*/10 * * * * *", "2026-01-01T23:59:51", "2026-01-02T00:00:00")]
    [InlineData("0 22-2 * * *", "2026-01-01T00:00:00", "2026-01-01T01:00:00")]
    [InlineData("0 22-2 * * *", "2026-01-01T02:00:00", "2026-01-01T22:00:00")]
    [InlineData("0 0 13 * FRI", "2026-01-01T00:00:00", "2026-01-02T00:00:00")]
    [InlineData("0 0 13 * FRI", "2026-01-09T00:00:00", "2026-01-13T00:00:00")]
    [InlineData("0 0 */2 * MON", "2026-01-01T00:00:00", "2026-01-05T00:00:00")]
    [InlineData("0 0 ? * SAT-MON", "2026-01-01T00:00:00", "2026-01-03T00:00:00")]
    [InlineData("0 0 * * 7", "2026-01-01T00:00:00", "2026-01-04T00:00:00")]
    [InlineData("0 0 29 2 *", "2026-01-01T00:00:00", "2028-02-29T00:00:00")]
    [InlineData("0 0 L * *", "2026-02-01T00:00:00", "2026-02-28T00:00:00")]
    [InlineData("0 0 L-2 * *", "2028-02-01T00:00:00", "2028-02-27T00:00:00")]
    [InlineData("0 0 15W * *", "2026-02-01T00:00:00", "2026-02-16T00:00:00")]
    [InlineData("0 0 1W * *", "2026-07-31T00:00:00", "2026-08-03T00:00:00")]
    [InlineData("0 0 LW * *", "2026-01-01T00:00:00", "2026-01-30T00:00:00")]
    [InlineData("0 9 * * 1#2", "2026-01-01T00:00:00", "2026-01-12T09:00:00")]
    [InlineData("0 9 * * FRIL", "2026-01-01T00:00:00", "2026-01-30T09:00:00")]
    [InlineData("0 0 1 JAN-MAR *", "2026-03-01T00:00:00", "2027-01-01T00:00:00")]
    [InlineData("@hourly", "2026-01-01T23:30:00", "2026-01-02T00:00:00")]
    [InlineData("@Weekly", "2026-01-01T00:00:00", "2026-01-04T00:00:00")]
    [InlineData("@yearly", "2026-01-01T00:00:00", "2027-01-01T00:00:00")]
    [InlineData("59 59 23 31 12 ?", "2026-12-31T23:59:59", "2027-12-31T23:59:59")]
    public void Next_AfterATime_GivesTheFirstThatMatches(string text, string after, string expected)
    {
        Assert.True(CronExpression.TryParse(text, out var cron, out _));
        Assert.Equal(Time(expected), cron.Next(Time(after)));
        Assert.Equal(text, cron.ToString());
    }

    [Theory]
    [InlineData("* * * *", "has 4 fields")]
    [InlineData("@often", "has 1 fields")]
    [InlineData("60 * * * *", "minute: '60' is not a whole number from 0 to 59")]
    [InlineData("* * 0 * *", "day of month: '0' is not a whole number from 1 to 31")]
    [InlineData("* * * FOO *", "month: 'FOO' is not a whole number from 1 to 12 or a name such as FEB")]
    [InlineData("* * * * 8", "day of week: '8' is not a whole number from 0 to 7")]
    [InlineData("* * * * 1#6", "day of week: '6' is not a whole number from 1 to 5")]
    [InlineData("*/0 * * * *", "minute: '0' is not a whole number from 1 to 59")]
    [InlineData("1,,2 * * * *", "minute: ''")]
    [InlineData("1- * * * *", "minute: ''")]
    [InlineData("-5 * * * *", "minute: ''")]
    [InlineData("99 * * * * *", "second: '99'")]
    [InlineData("0 0 32W * *", "day of month: '32'")]
    [InlineData("0 0 30 2 *", "names a day that never comes")]
    public void TryParse_Wrong_NamesTheField(string text, string says)
    {
        Assert.False(CronExpression.TryParse(text, out _, out var problem));
        Assert.Contains(says, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Next_OverAYear_MatchesAPlainSearch()
    {
        const string Text = "0 7/5 3,11-13 10-20/3 2-11 2-4";
        Assert.True(CronExpression.TryParse(Text, out var cron, out _));
        var expected = new List<DateTime>();
        for (var time = Time("2026-01-01T00:00:00"); time.Year == 2026; time = time.AddMinutes(1))
        {
            var day =
                time.Day is 10 or 13 or 16 or 19 || time.DayOfWeek is >= DayOfWeek.Tuesday and <= DayOfWeek.Thursday;
            var month = time.Month is >= 2 and <= 11;
            var hour = time.Hour is 3 or 11 or 12 or 13;
            if (day && month && hour && time.Minute >= 7 && time.Minute % 5 == 2)
            {
                expected.Add(time);
            }
        }

        var actual = new List<DateTime>();
        for (var next = cron.Next(Time("2025-12-31T23:59:59")); next is { Year: 2026 } time; next = cron.Next(time))
        {
            actual.Add(time);
        }

        Assert.Equal(expected, actual);
    }

    private static DateTime Time(string text) => DateTime.Parse(text, CultureInfo.InvariantCulture);
}
