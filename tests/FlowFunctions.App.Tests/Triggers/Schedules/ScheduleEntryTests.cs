using System.Globalization;
using Azure;
using FlowFunctions.App.Triggers;
using FlowFunctions.App.Triggers.Schedules;
using FlowFunctions.Flows.Triggers;
using FlowFunctions.Storage.Flows;
using FlowFunctions.Storage.Triggers;

namespace FlowFunctions.App.Tests.Triggers.Schedules;

public sealed class ScheduleEntryTests
{
    private static readonly DateTimeOffset Never = DateTimeOffset.MinValue;
    private static readonly TriggerKey Key = new("default", "flow", "tick");

    private static readonly ScheduleTrigger Minutely = new()
    {
        Id = "tick",
        Pointer = "/triggers/tick",
        Every = TimeSpan.FromMinutes(1),
    };

    [Fact]
    public void Entry_New_BeginsNow()
    {
        var entry = Entry(Minutely, state: null, "10:00:30");

        Assert.Equal(Time("10:00:30"), entry.State.SettledUntil);
        Assert.False(entry.CanFire);
        Assert.Equal(Time("10:01:00"), entry.WakesAt);
    }

    [Fact]
    public void Entry_OfALifeBefore_GoesOnWhereThatWas()
    {
        var state = Entry(Minutely, null, "10:00:30").State;

        var entry = Entry(Minutely, state, "10:01:30");

        Assert.Equal(Time("10:01:00"), entry.Next(Never).Planned.DueAt);
    }

    [Fact]
    public void Entry_WithOtherTimes_BeginsAnew()
    {
        var state = Entry(Minutely, null, "10:00:30").State;

        var entry = Entry(Minutely with { Every = TimeSpan.FromSeconds(30) }, state, "10:01:20");

        Assert.False(entry.CanFire);
        Assert.Equal((Time("10:01:20"), Time("10:01:30")), (entry.State.SettledUntil, entry.WakesAt));
    }

    [Fact]
    public void Entry_WithAnotherOverlap_GoesOn()
    {
        var state = Entry(Minutely, null, "10:00:30").State;

        Assert.True(Entry(Minutely with { Overlap = RunOverlap.Skip }, state, "10:01:20").CanFire);
    }

    [Fact]
    public void Entry_OfAFlowThatReplacesAnother_BeginsAnew()
    {
        var state = Entry(Minutely, null, "10:00:30").State;

        Assert.False(Entry(Minutely, state, "10:05:20", generation: "2").CanFire);
    }

    [Fact]
    public void Entry_PausedAndResumedOverARestart_MakesUpForNothing()
    {
        var paused = Entry(Minutely with { Enabled = false }, Entry(Minutely, null, "10:00:30").State, "10:00:40");
        Assert.True(paused.State.IsIdle);
        Assert.Null(paused.WakesAt);

        var resumed = Entry(Minutely, paused.State, "11:00:30");

        Assert.False(resumed.CanFire);
        Assert.Equal((false, Time("11:00:30")), (resumed.State.IsIdle, resumed.State.SettledUntil));
    }

    [Fact]
    public void Time_Started_IsSettledAndTold()
    {
        var entry = Entry(Minutely, Entry(Minutely, null, "10:00:30").State, "10:02:00");
        var fire = entry.Next(Never);

        Assert.True(entry.Take(fire, new FireOutcome(FireKind.Started, fire.Run.RunId), Time("10:02:01")));

        var state = entry.State;
        Assert.Equal((Time("10:01:00"), fire.Run.RunId), (state.SettledUntil, state.LastRunId));
        Assert.Equal((Time("10:01:00"), Time("10:02:01")), (state.LastDueAt, state.LastStartedAt));
        Assert.Equal(Time("10:02:00"), entry.Next(Never).Planned.DueAt);
    }

    [Fact]
    public void Time_PutOff_IsNotMissedAfterARestart()
    {
        var schedule = Minutely with { Missed = MissedTimes.Skip };
        var entry = Entry(schedule, Entry(schedule, null, "10:00:30").State, "10:01:00");
        entry.Take(entry.Next(Never), new FireOutcome(FireKind.Later), Time("10:01:01"));

        var later = Entry(schedule, entry.State, "11:00:30");

        Assert.Equal(Time("10:01:00"), later.Next(Never).Planned.DueAt);
        Assert.False(later.Next(Never).Planned.IsMissed);
    }

    [Fact]
    public void Time_ThatFailed_IsSettledWithItsReason()
    {
        var entry = Entry(Minutely, Entry(Minutely, null, "10:00:30").State, "10:01:00");

        entry.Take(entry.Next(Never), new FireOutcome(FireKind.Failed, null, "Why"), Time("10:01:01"));

        Assert.Equal(
            ("Why", Time("10:01:00"), Time("10:01:00")),
            (entry.State.Error, entry.State.ErrorDueAt, entry.State.SettledUntil)
        );
        Assert.False(entry.HasPending);
    }

    [Theory]
    [InlineData("10:00:59", false)]
    [InlineData("10:01:00", true)]
    public void Time_ThatOthersMayHaveStarted_IsLookedFor(string until, bool expected)
    {
        var entry = Entry(Minutely, Entry(Minutely, null, "10:00:30").State, "10:01:00");

        Assert.Equal(expected, entry.Next(Time(until)).Run.MayHaveBegun);
    }

    [Fact]
    public void Time_TriedAgain_IsLookedForAndRestsLonger()
    {
        var entry = Entry(Minutely, Entry(Minutely, null, "10:00:30").State, "10:01:00");
        var rests = new List<double>();
        for (var tries = 0; tries < 7; tries++)
        {
            var outcome = new FireOutcome(FireKind.Later);
            entry.Take(entry.Next(Never), outcome, Time("10:01:01"));
            rests.Add(entry.RestAfter(outcome).TotalSeconds);
        }

        Assert.True(entry.Next(Never).Run.MayHaveBegun);
        Assert.Equal([1, 2, 4, 8, 16, 30, 30], rests);
        var told = new FireOutcome(FireKind.Later, RetryAfter: TimeSpan.FromSeconds(7));
        Assert.Equal(7, entry.RestAfter(told).TotalSeconds);
    }

    [Fact]
    public void Times_MoreThanMayWait_GiveTheOldestUp()
    {
        var schedule = Minutely with { Overlap = RunOverlap.Queue };
        var entry = Entry(schedule, Entry(schedule, null, "10:00:30").State, "10:01:00");
        entry.Take(entry.Next(Never), new FireOutcome(FireKind.Waits, "run"), Time("10:01:01"));
        for (var minute = 1; minute <= ScheduleLimits.MaxWaiting + 5; minute++)
        {
            entry.Plan(Time("10:01:00").AddMinutes(minute));
        }

        Assert.Equal(Time("10:06:00"), entry.State.GivenUpUntil);
        Assert.Equal(Time("10:07:00"), entry.Next(Never).Planned.DueAt);
        Assert.Equal(Time("10:06:00"), entry.State.SettledUntil);
    }

    [Fact]
    public void Times_ThatWaitForACancelledRun_LeaveTheNewestOnly()
    {
        var schedule = Minutely with { Overlap = RunOverlap.CancelPrevious };
        var state = Entry(schedule, null, "10:00:30").State with { LastRunId = "run" };
        var entry = Entry(schedule, state, "10:02:00");
        Assert.False(entry.Next(Never).HasCancelled);

        entry.Take(entry.Next(Never), new FireOutcome(FireKind.Waits, "run"), Time("10:02:01"));

        Assert.Equal((Time("10:02:00"), true), (entry.Next(Never).Planned.DueAt, entry.Next(Never).HasCancelled));
    }

    private static ScheduleEntry Entry(
        ScheduleTrigger schedule,
        ScheduleState? state,
        string now,
        string generation = "1"
    )
    {
        var flow = new FlowRecord
        {
            Workspace = Key.Workspace,
            Id = Key.FlowId,
            Generation = generation,
            Version = 1,
            PublishedVersion = 1,
            PlanHash = "",
            UpdatedAt = default,
            ETag = ETag.All,
        };
        var entry = new ScheduleEntry(Key, state);
        entry.Update(new ActiveTrigger(flow, schedule), schedule, Time(now), out _);
        entry.Plan(Time(now));
        return entry;
    }

    private static DateTimeOffset Time(string time) =>
        DateTimeOffset.Parse($"2026-05-04T{time}Z", CultureInfo.InvariantCulture);
}
