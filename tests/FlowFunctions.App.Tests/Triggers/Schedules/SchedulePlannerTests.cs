using System.Globalization;
using FlowFunctions.App.Triggers.Schedules;
using FlowFunctions.Flows.Triggers;
using FlowFunctions.Flows.Triggers.Schedules;

namespace FlowFunctions.App.Tests.Triggers.Schedules;

public sealed class SchedulePlannerTests
{
    private static readonly ScheduleTrigger Minutely = new()
    {
        Id = "minutely",
        Pointer = "/triggers/minutely",
        Every = TimeSpan.FromMinutes(1),
    };

    [Fact]
    public void Plan_NothingDue_WakesAtTheNextTime()
    {
        var plan = Plan(Minutely, "10:00:00", null, "10:00:30");

        Assert.Empty(plan.Times);
        Assert.Equal((Time("10:00:00"), Time("10:01:00")), (plan.PlannedUntil, plan.WakesAt));
    }

    [Fact]
    public void Plan_TimesWithinTheTolerance_AreNotMissed()
    {
        var plan = Plan(Minutely with { Missed = MissedTimes.Skip }, "10:00:00", null, "10:02:59");

        Assert.Equal([Time("10:01:00"), Time("10:02:00")], Due(plan));
        Assert.DoesNotContain(plan.Times, static time => time.IsMissed);
        Assert.Equal((Time("10:02:00"), Time("10:03:00")), (plan.PlannedUntil, plan.WakesAt));
    }

    [Theory]
    [InlineData("10:03:00", "10:01:00")]
    [InlineData("10:03:01", "10:02:00")]
    public void Plan_Skip_LeavesOutWhatIsMoreThanTwoMinutesLate(string now, string first)
    {
        var plan = Plan(Minutely with { Missed = MissedTimes.Skip }, "10:00:00", null, now);

        Assert.Equal(Time(first), Due(plan)[0]);
        Assert.Equal(Time("10:03:00"), plan.PlannedUntil);
    }

    [Fact]
    public void Plan_RunOnce_MakesOneRunOfAllThatWereMissed()
    {
        var plan = Plan(Minutely, "08:00:00", null, "10:00:30");

        Assert.Equal([Time("09:58:00"), Time("09:59:00"), Time("10:00:00")], Due(plan));
        Assert.Equal([true, false, false], plan.Times.Select(static time => time.IsMissed));
        Assert.Null(plan.GivenUpUntil);
    }

    [Fact]
    public void Plan_RunAll_MakesUpForEachInOrder()
    {
        var plan = Plan(Minutely with { Missed = MissedTimes.RunAll }, "08:00:00", null, "10:00:30");

        Assert.Equal(Enumerable.Range(1, 120).Select(static minute => Time("08:00:00").AddMinutes(minute)), Due(plan));
        Assert.Equal(118, plan.Times.Count(static time => time.IsMissed));
    }

    [Fact]
    public void Plan_RunAllOfMoreThanTheLimit_KeepsTheLatest()
    {
        var schedule = Minutely with { Every = TimeSpan.FromSeconds(1), Missed = MissedTimes.RunAll };
        var plan = Plan(schedule, "08:00:00", null, "10:00:00");

        Assert.Equal(ScheduleLimits.MaxMissed, plan.Times.Count(static time => time.IsMissed));
        Assert.Equal(plan.GivenUpUntil + TimeSpan.FromSeconds(1), Due(plan)[0]);
        Assert.Equal(Time("10:00:00"), Due(plan)[^1]);
    }

    [Fact]
    public void Plan_YearsOfSecondsMissed_IsQuick()
    {
        var schedule = Minutely with { Every = TimeSpan.FromSeconds(1), Missed = MissedTimes.RunAll };
        var plan = SchedulePlanner.Plan(
            schedule,
            ScheduleTimes.Of(schedule, "seed"),
            Time("08:00:00").AddYears(-900),
            null,
            Time("08:00:00")
        );

        Assert.Equal(ScheduleLimits.MaxMissed + 121, plan.Times.Count);
    }

    [Fact]
    public void Plan_TimesThatWaited_AreNeitherMissedNorLost()
    {
        var schedule = Minutely with { Missed = MissedTimes.Skip, Overlap = RunOverlap.Queue };
        var plan = Plan(schedule, "08:00:00", "08:03:00", "10:00:30");

        Assert.Equal(
            [Time("08:01:00"), Time("08:02:00"), Time("08:03:00"), Time("09:59:00"), Time("10:00:00")],
            Due(plan)
        );
    }

    [Fact]
    public void Plan_MoreThanMayWait_GivesTheOldestUp()
    {
        var schedule = Minutely with { Overlap = RunOverlap.Queue };
        var plan = Plan(schedule, "08:00:00", "09:59:30", "10:00:30");

        Assert.Equal(Time("08:20:00"), Due(plan)[0]);
        Assert.Equal(Time("08:19:00"), plan.GivenUpUntil);
    }

    [Fact]
    public void Plan_WithJitter_FiresEachTimeOnceAtItsMoment()
    {
        var schedule = Minutely with { Jitter = TimeSpan.FromMinutes(5) };
        var times = ScheduleTimes.Of(schedule, "seed");
        var fired = new List<DateTimeOffset>();
        var until = Time("08:00:00");
        for (var now = until; now < Time("09:00:00"); now = now.AddSeconds(7))
        {
            var plan = SchedulePlanner.Plan(schedule, times, until, null, now);
            Assert.All(plan.Times, time => Assert.InRange(time.Time.FiresAt, now.AddSeconds(-7), now));
            fired.AddRange(Due(plan));
            until = plan.PlannedUntil;
        }

        Assert.Equal(Enumerable.Range(1, fired.Count).Select(static n => Time("08:00:00").AddMinutes(n)), fired);
        Assert.InRange(fired.Count, 58, 60);
    }

    [Fact]
    public void Plan_AfterTheEnd_NeverWakesAgain()
    {
        var plan = Plan(Minutely with { End = Time("09:59:30") }, "09:58:00", null, "10:00:00");

        Assert.Equal([Time("09:59:00")], Due(plan));
        Assert.Null(plan.WakesAt);
    }

    private static SchedulePlan Plan(ScheduleTrigger schedule, string decided, string? waiting, string now) =>
        SchedulePlanner.Plan(
            schedule,
            ScheduleTimes.Of(schedule, "seed"),
            Time(decided),
            waiting is null ? null : Time(waiting),
            Time(now)
        );

    private static List<DateTimeOffset> Due(SchedulePlan plan) => [.. plan.Times.Select(static time => time.DueAt)];

    private static DateTimeOffset Time(string time) =>
        DateTimeOffset.Parse($"2026-05-04T{time}Z", CultureInfo.InvariantCulture);
}
