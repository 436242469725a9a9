using FlowFunctions.Flows.Triggers.Schedules;
using static FlowFunctions.Flows.Tests.Triggers.Schedules.Schedules;

namespace FlowFunctions.Flows.Tests.Triggers.Schedules;

public sealed class ScheduleTimesTests
{
    [Fact]
    public void After_AnIntervalWithoutStart_CountsFrom1970()
    {
        var times = ScheduleTimes.Of(Every(TimeSpan.FromMinutes(7)), "seed").After(Time("1970-01-01T01:00:00Z"));

        Assert.Equal(
            [Time("1970-01-01T01:03Z"), Time("1970-01-01T01:10Z")],
            times.Take(2).Select(static time => time.DueAt)
        );
    }

    [Fact]
    public void After_AnIntervalWithStartAndEnd_HasTheStartAndNotTheEnd()
    {
        var schedule = Every(TimeSpan.FromHours(1)) with
        {
            Start = Time("2026-01-01T00:20+01:00"),
            End = Time("2026-01-01T02:20+01:00"),
        };

        Assert.Equal(
            [Time("2025-12-31T23:20Z"), Time("2026-01-01T00:20Z")],
            ScheduleTimes.Of(schedule, "seed").After(Time("2020-01-01T00:00Z")).Select(static time => time.DueAt)
        );
    }

    [Fact]
    public void Next_FromWithinAnInterval_IsThatOfEveryOtherMoment()
    {
        var times = ScheduleTimes.Of(Every(TimeSpan.FromSeconds(90)), "seed");
        var due = times.Next(Time("2026-01-01T00:00:10Z"))?.DueAt;

        Assert.Equal(due, times.Next(Time("2026-01-01T00:00:01Z"))?.DueAt);
        Assert.Equal(due + TimeSpan.FromSeconds(90), times.Next(due!.Value)?.DueAt);
        Assert.Equal(due, times.Next(due.Value.AddTicks(-1))?.DueAt);
    }

    [Fact]
    public void After_CronWithStartAndEnd_StaysWithin()
    {
        var schedule = Cron("0 12 * * *") with { Start = Time("2026-03-01T12:00Z"), End = Time("2026-03-03T12:00Z") };

        Assert.Equal(
            [Time("2026-03-01T12:00Z"), Time("2026-03-02T12:00Z")],
            ScheduleTimes.Of(schedule, "seed").After(Time("2026-01-01T00:00Z")).Select(static time => time.DueAt)
        );
    }

    [Fact]
    public void After_WithJitter_IsTheSameEveryTimeAndKeepsOrder()
    {
        var schedule = Cron("* * * * *") with { Jitter = TimeSpan.FromMinutes(5) };
        var times = ScheduleTimes.Of(schedule, "a").After(Time("2026-01-01T00:00Z")).Take(1_000).ToList();

        Assert.Equal(times, ScheduleTimes.Of(schedule, "a").After(Time("2026-01-01T00:00Z")).Take(1_000));
        Assert.NotEqual(times, ScheduleTimes.Of(schedule, "b").After(Time("2026-01-01T00:00Z")).Take(1_000));
        Assert.All(times, static time => Assert.InRange(time.FiresAt - time.DueAt, TimeSpan.Zero, Minute));
        Assert.Equal(times.OrderBy(static time => time.FiresAt), times);
        Assert.InRange(times.Average(static time => (time.FiresAt - time.DueAt).TotalSeconds), 25, 35);
    }

    [Fact]
    public void Next_WithJitterBeforeTheEnd_StartsBeforeTheEnd()
    {
        var schedule = Cron("0 0 1 1 *") with { Jitter = TimeSpan.FromDays(1), End = Time("2027-01-01T00:01Z") };
        var time = ScheduleTimes.Of(schedule, "seed").Next(Time("2026-06-01T00:00Z"));

        Assert.InRange(time!.Value.FiresAt, time.Value.DueAt, schedule.End!.Value.AddTicks(-1));
    }

    [Theory]
    [InlineData("0 0 29 2 *", "UTC", "2096-02-29T00:00Z", "2104-02-29T00:00Z")]
    [InlineData("30 2 29 2 *", "Europe/Berlin", "2026-01-01T00:00Z", "2028-02-29T01:30Z")]
    [InlineData("0 0 1 1 *", "Europe/Berlin", "2026-01-01T00:00Z", "2026-12-31T23:00Z")]
    public void Next_FarAway_IsFound(string cron, string zone, string after, string expected) =>
        Assert.Equal(Time(expected), ScheduleTimes.Of(Cron(cron, zone), "seed").Next(Time(after))?.DueAt);

    [Fact]
    public void Next_AfterTheLast_IsNone()
    {
        var schedule = Cron("@daily") with { End = Time("2026-01-01T00:00Z") };

        Assert.Null(ScheduleTimes.Of(schedule, "seed").Next(Time("2026-01-01T00:00Z")));
    }

    [Theory]
    [InlineData("UTC", "9998-12-31T23:59:59Z")]
    [InlineData("UTC", "9999-12-31T23:59:59Z")]
    [InlineData("Pacific/Apia", "9998-12-31T12:00:00Z")]
    [InlineData("Pacific/Apia", "9999-12-31T00:00:00Z")]
    [InlineData("America/Los_Angeles", "9998-12-31T12:00:00Z")]
    [InlineData("America/Los_Angeles", "9999-12-31T23:59:59Z")]
    public void Next_AtTheEndOfTime_IsNone(string zone, string start)
    {
        var cron = Cron("0 0 * * *", zone) with { Start = Time(start), Jitter = TimeSpan.FromDays(1) };
        var interval = Every(TimeSpan.FromDays(300)) with { Start = Time(start), Jitter = TimeSpan.FromDays(1) };

        Assert.Null(ScheduleTimes.Of(cron, "seed").Next(Time("2026-01-01T00:00Z")));
        Assert.True(ScheduleTimes.Of(interval, "seed").After(Time("2026-01-01T00:00Z")).Count() <= 1);
    }

    [Fact]
    public void Of_AnUnknownZone_Throws() =>
        Assert.Throws<TimeZoneNotFoundException>(static () => ScheduleTimes.Of(Cron("@daily", "Mars/Olympus"), "seed"));

    [Fact]
    public void Next_InUnusualZones_IsStrictlyLater()
    {
        foreach (var zone in TimeZoneInfo.GetSystemTimeZones().Where(static zone => zone.HasIanaId))
        {
            var moments = ScheduleTimes
                .Of(Cron("0,30 0-3 * * *", zone.Id), "seed")
                .After(Time("2025-01-01T00:00Z"))
                .Take(100)
                .Select(static time => time.DueAt)
                .ToList();
            Assert.Equal(moments.Distinct().Order(), moments);
        }
    }

    private static TimeSpan Minute { get; } = TimeSpan.FromMinutes(1);
}
