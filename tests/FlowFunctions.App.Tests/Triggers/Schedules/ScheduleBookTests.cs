using System.Globalization;
using Azure;
using FlowFunctions.App.Triggers;
using FlowFunctions.App.Triggers.Schedules;
using FlowFunctions.Flows.Triggers;
using FlowFunctions.Storage.Flows;
using Microsoft.Extensions.Logging.Abstractions;

namespace FlowFunctions.App.Tests.Triggers.Schedules;

public sealed class ScheduleBookTests : IDisposable
{
    private readonly ScheduleLog _log = new(NullLogger<ScheduleLog>.Instance);

    public void Dispose() => _log.Dispose();

    [Fact]
    public void Schedule_WhoseTimesCannotBeTold_HoldsUpNoOther()
    {
        var book = new ScheduleBook(_log);

        book.Take(Snapshot(Minutely("bad") with { TimeZone = null! }, Minutely("good")), Time("10:00:30"));

        Assert.Equal(Time("10:01:00"), book.WakesAt);
        Assert.Equal(["good"], book.PlanDue(Time("10:01:00")).Select(static entry => entry.Key.TriggerId));
        Assert.Contains("cannot be computed", Entry(book, "bad").State.Error, StringComparison.Ordinal);
        Assert.Contains(Entry(book, "bad"), book.TakeChanges());
    }

    [Fact]
    public void Schedule_ThatCannotBePlanned_HoldsUpNoOther()
    {
        var book = new ScheduleBook(_log);
        book.Take(Snapshot(Minutely("bad") with { Jitter = TimeSpan.MaxValue }, Minutely("good")), Time("10:00:30"));

        book.PlanDue(Time("11:00:00"));

        Assert.Equal((false, true), (Entry(book, "bad").CanFire, Entry(book, "good").CanFire));
        Assert.Equal((null, Time("11:01:00")), (Entry(book, "bad").WakesAt, Entry(book, "good").WakesAt));
        Assert.NotNull(Entry(book, "bad").State.Error);
    }

    [Fact]
    public void Soon_TellsEachScheduleOnceForEachTime()
    {
        var book = new ScheduleBook(_log);
        book.Take(Snapshot(Minutely("one"), Minutely("late") with { Start = Time("12:00:00") }), Time("10:00:30"));

        Assert.Empty(book.TakeSoon(Time("10:01:00")));
        Assert.Equal(["one"], book.TakeSoon(Time("10:01:01")).Select(static trigger => trigger.Key.TriggerId));
        Assert.Empty(book.TakeSoon(Time("10:01:01")));
        book.PlanDue(Time("10:01:00"));
        Assert.Equal(["one"], book.TakeSoon(Time("10:02:01")).Select(static trigger => trigger.Key.TriggerId));
    }

    [Fact]
    public void State_OfAScheduleThatIsNotKnownYet_IsKeptUntilItIsForgotten()
    {
        var key = new TriggerKey("default", "flow", "late");
        var before = new ScheduleBook(_log);
        before.Take(Snapshot(Minutely("late")), Time("10:00:30"));
        var book = new ScheduleBook(_log);
        book.Load("default", [Entry(before, "late").State]);

        Assert.Equal([key], book.Take(Snapshot(), Time("10:01:30")));
        Assert.Equal([key], book.Take(Snapshot(), Time("10:01:40")));
        book.Take(Snapshot(Minutely("late")), Time("10:02:30"));

        Assert.Equal(Time("10:01:00"), Entry(book, "late").Next(DateTimeOffset.MinValue).Planned.DueAt);
    }

    [Fact]
    public void State_OfAScheduleThatIsForgotten_IsGone()
    {
        var before = new ScheduleBook(_log);
        before.Take(Snapshot(Minutely("late")), Time("10:00:30"));
        var book = new ScheduleBook(_log);
        book.Load("default", [Entry(before, "late").State]);

        book.Forget(Assert.Single(book.Take(Snapshot(), Time("10:01:30"))));

        Assert.Empty(book.Take(Snapshot(), Time("10:01:40")));
    }

    private static ScheduleTrigger Minutely(string id) =>
        new()
        {
            Id = id,
            Pointer = "",
            Every = TimeSpan.FromMinutes(1),
        };

    private static TriggerSnapshot Snapshot(params ScheduleTrigger[] schedules) =>
        new(schedules.Select(static schedule => new ActiveTrigger(Flow, schedule)));

    private static FlowRecord Flow { get; } =
        new()
        {
            Workspace = "default",
            Id = "flow",
            Generation = "1",
            Version = 1,
            PublishedVersion = 1,
            PlanHash = "",
            UpdatedAt = default,
            ETag = ETag.All,
        };

    private static ScheduleEntry Entry(ScheduleBook book, string id) =>
        Assert.Single(book.Entries, entry => entry.Key.TriggerId == id);

    private static DateTimeOffset Time(string time) =>
        DateTimeOffset.Parse($"2026-05-04T{time}Z", CultureInfo.InvariantCulture);
}
