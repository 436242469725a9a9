using FlowFunctions.Flows.Triggers.Schedules;
using static FlowFunctions.Flows.Tests.Triggers.Schedules.Schedules;

namespace FlowFunctions.Flows.Tests.Triggers.Schedules;

public sealed class DaylightSavingTests
{
    public static TheoryData<string, int> ZonesAndYears =>
        new()
        {
            { "UTC", 2026 },
            { "Europe/Berlin", 2026 },
            { "Europe/Berlin", 2028 },
            { "America/New_York", 2026 },
            { "Australia/Lord_Howe", 2026 },
            { "Asia/Kathmandu", 2026 },
            { "Pacific/Apia", 2011 },
            { "America/Sao_Paulo", 2018 },
            { "Africa/Casablanca", 2026 },
        };

    [Theory]
    [MemberData(nameof(ZonesAndYears))]
    public void After_AYearOfFixedTimes_EqualsAWalkMinuteByMinute(string zone, int year)
    {
        Model(zone, static wall => wall.Hour is 0 or 2 && wall.Minute == 15, false, false).Check("15 0,2 * * *", year);
        Model(zone, static wall => wall.Hour is >= 1 and <= 3 && wall.Minute is 0 or 45, false, false)
            .Check("0,45 1-3 * * *", year);
    }

    [Theory]
    [MemberData(nameof(ZonesAndYears))]
    public void After_AYearOfRepeatingMinutes_EqualsAWalkMinuteByMinute(string zone, int year) =>
        Model(zone, static wall => wall.Hour is 1 or 2 && wall.Minute % 20 == 0, false, true)
            .Check("*/20 1,2 * * *", year);

    [Theory]
    [MemberData(nameof(ZonesAndYears))]
    public void After_AYearOfRepeatingHours_EqualsAWalkMinuteByMinute(string zone, int year)
    {
        Model(zone, static wall => wall.Minute == 7, true, true).Check("7 * * * *", year);
        Model(zone, static wall => wall.Hour % 2 == 0 && wall.Minute == 30, true, true).Check("30 */2 * * *", year);
    }

    [Theory]
    [InlineData("30 2 * * *", "2026-03-28T12:00Z", "2026-03-29T01:00Z", "2026-03-30T00:30Z")]
    [InlineData("30 2 * * *", "2026-10-24T12:00Z", "2026-10-25T00:30Z", "2026-10-26T01:30Z")]
    [InlineData("30 * * * *", "2026-03-29T00:00Z", "2026-03-29T00:30Z", "2026-03-29T01:30Z")]
    [InlineData("30 * * * *", "2026-10-25T00:00Z", "2026-10-25T00:30Z", "2026-10-25T01:30Z")]
    [InlineData("*/30 2 * * *", "2026-03-29T00:00Z", "2026-03-29T01:00Z", "2026-03-30T00:00Z")]
    [InlineData("0 0 3 * * *", "2026-03-29T00:00Z", "2026-03-29T01:00Z", "2026-03-30T01:00Z")]
    [InlineData("0,30 2,3 * * *", "2026-03-29T00:30Z", "2026-03-29T01:00Z", "2026-03-29T01:30Z")]
    public void Next_AroundAChangeInBerlin_IsAsDocumented(string cron, string after, string first, string second)
    {
        var times = ScheduleTimes.Of(Cron(cron, "Europe/Berlin"), "seed").After(Time(after)).Take(2);

        Assert.Equal([Time(first), Time(second)], times.Select(static time => time.DueAt));
    }

    [Fact]
    public void Next_WithinTheSecondPass_SkipsWhatTheFirstHasShown()
    {
        var times = ScheduleTimes.Of(Cron("30 2 * * *", "Europe/Berlin"), "seed");

        Assert.Equal(Time("2026-10-26T01:30Z"), times.Next(Time("2026-10-25T01:10Z"))?.DueAt);
    }

    [Fact]
    public void Next_OnADayThatTheZoneSkips_IsTheFirstMomentAfterIt()
    {
        var times = ScheduleTimes.Of(Cron("0 9 30 12 *", "Pacific/Apia"), "seed").After(Time("2011-01-01T00:00Z"));

        Assert.Equal(
            [Time("2011-12-31T00:00+14:00"), Time("2012-12-30T09:00+14:00")],
            times.Take(2).Select(static time => time.DueAt)
        );
    }

    private static WallClockModel Model(string zone, Func<DateTime, bool> matches, bool overHours, bool repeats) =>
        new(TimeZoneInfo.FindSystemTimeZoneById(zone), matches, overHours, repeats);
}
