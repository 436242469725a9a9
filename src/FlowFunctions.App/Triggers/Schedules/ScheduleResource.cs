using FlowFunctions.Flows.Documents;
using FlowFunctions.Flows.Triggers;
using FlowFunctions.Flows.Triggers.Schedules;
using FlowFunctions.Storage.Triggers;

namespace FlowFunctions.App.Triggers.Schedules;

/// <summary>A schedule of a published flow, as callers see it.</summary>
/// <param name="Id"><c>flow.trigger</c>.</param>
/// <param name="FlowId">Its flow.</param>
/// <param name="TriggerId">Its id in the flow.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="Version">The published version of its flow.</param>
/// <param name="TimeZone">IANA id of its time zone.</param>
/// <param name="Missed">What happens to times that passed while nothing was running.</param>
/// <param name="Overlap">What happens when the run before is still open.</param>
/// <param name="Fires">Whether it starts runs: it and its flow are enabled, and it is not paused.</param>
/// <param name="Enabled">Whether the flow's document enables it.</param>
/// <param name="FlowEnabled">Whether its flow is enabled.</param>
/// <param name="Paused">Whether it is paused.</param>
internal sealed record ScheduleResource(
    string Id,
    string FlowId,
    string TriggerId,
    string? Name,
    int Version,
    string TimeZone,
    string Missed,
    string Overlap,
    bool Fires,
    bool Enabled,
    bool FlowEnabled,
    bool Paused
)
{
    /// <summary>Its cron expression.</summary>
    public string? Cron { get; init; }

    /// <summary>The time between two runs.</summary>
    public string? Every { get; init; }

    /// <summary>Each run starts up to this much later.</summary>
    public string? Jitter { get; init; }

    /// <summary>No run before this time.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>No run at or after this time.</summary>
    public DateTimeOffset? End { get; init; }

    /// <summary>Since when it is paused.</summary>
    public DateTimeOffset? PausedAt { get; init; }

    /// <summary>Why it is paused.</summary>
    public string? PauseReason { get; init; }

    /// <summary>When its next run starts; none when it does not fire, or not any more.</summary>
    public DateTimeOffset? NextAt { get; init; }

    /// <summary>The run that it started last.</summary>
    public string? LastRunId { get; init; }

    /// <summary>The time that this run was due at.</summary>
    public DateTimeOffset? LastDueAt { get; init; }

    /// <summary>When this run was started.</summary>
    public DateTimeOffset? LastStartedAt { get; init; }

    /// <summary>Whether times wait for their run.</summary>
    public bool? Waiting { get; init; }

    /// <summary>Why its last time has no run.</summary>
    public string? Error { get; init; }

    /// <summary>The time that has no run.</summary>
    public DateTimeOffset? ErrorDueAt { get; init; }

    /// <summary>Times until then were given up because too many waited.</summary>
    public DateTimeOffset? GivenUpUntil { get; init; }

    public static ScheduleResource Of(ActiveTrigger trigger, ScheduleState? state, DateTimeOffset now)
    {
        var schedule = (ScheduleTrigger)trigger.Definition;
        return new ScheduleResource(
            trigger.Key.Id,
            trigger.Key.FlowId,
            trigger.Key.TriggerId,
            schedule.Name,
            trigger.Version,
            schedule.TimeZone,
            Word(schedule.Missed),
            Word(schedule.Overlap),
            trigger.Fires,
            schedule.Enabled,
            trigger.IsFlowEnabled,
            trigger.IsPaused
        )
        {
            Cron = schedule.Cron?.Text,
            Every = Text(schedule.Every),
            Jitter = schedule.Jitter == default ? null : Text(schedule.Jitter),
            Start = schedule.Start,
            End = schedule.End,
            PausedAt = trigger.Pause?.At,
            PauseReason = trigger.Pause?.Reason,
            NextAt = trigger.Fires ? NextOf(trigger, schedule, now) : null,
            LastRunId = state?.LastRunId,
            LastDueAt = state?.LastDueAt,
            LastStartedAt = state?.LastStartedAt,
            Waiting = state?.WaitingUntil is null ? null : true,
            Error = state?.Error,
            ErrorDueAt = state?.ErrorDueAt,
            GivenUpUntil = state?.GivenUpUntil,
        };
    }

    private static DateTimeOffset? NextOf(ActiveTrigger trigger, ScheduleTrigger schedule, DateTimeOffset now)
    {
        try
        {
            // The jitter of a time that has come may not be over yet.
            return ScheduleRuns
                .TimesOf(trigger, schedule)
                .After(now - schedule.Jitter)
                .Where(time => time.FiresAt > now)
                .Select(static time => (DateTimeOffset?)time.FiresAt)
                .FirstOrDefault();
        }
#pragma warning disable CA1031 // The schedule's error says what is wrong with it, and others are to be listed.
        catch (Exception)
#pragma warning restore CA1031
        {
            return null;
        }
    }

    private static string? Text(TimeSpan? time) => time is { } value ? Duration.Format(value) : null;

    private static string Word<T>(T value)
        where T : struct, Enum => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}

/// <summary>A page of schedules.</summary>
/// <param name="Items">The schedules by flow and trigger.</param>
/// <param name="Continuation">What the next page is asked for with; none after the last one.</param>
internal sealed record ScheduleListResource(IReadOnlyList<ScheduleResource> Items, string? Continuation);

/// <summary>A time of a schedule.</summary>
/// <param name="DueAt">The time.</param>
/// <param name="LocalTime">The same time as clocks in the schedule's time zone show it, with their distance from UTC.</param>
/// <param name="StartsAt">When its run starts: later by the jitter.</param>
internal sealed record ScheduledTimeResource(DateTimeOffset DueAt, string LocalTime, DateTimeOffset StartsAt)
{
    public static ScheduledTimeResource Of(ScheduleTimes times, ScheduledTime time) =>
        new(time.DueAt, ScheduleRuns.LocalTime(times, time.DueAt), time.FiresAt);
}

/// <summary>Times of a schedule.</summary>
/// <param name="TimeZone">IANA id of its time zone.</param>
/// <param name="Items">The times, in order; fewer than were asked for when there are no more.</param>
internal sealed record UpcomingResource(string TimeZone, IReadOnlyList<ScheduledTimeResource> Items);

/// <summary>What came of a backfill.</summary>
/// <param name="From">The first moment of the window.</param>
/// <param name="To">The first moment after it.</param>
/// <param name="Times">How many times the schedule has in it.</param>
/// <param name="Started">How many runs were started.</param>
/// <param name="Existing">How many had begun before.</param>
/// <param name="Failed">How many could not be started, and would not be if it was tried again.</param>
/// <param name="Left">How many are left, because no more runs can be started now: send the same request again.</param>
/// <param name="DryRun">Whether nothing was started, because it was only asked what would be.</param>
/// <param name="Runs">The runs, in the order of their times.</param>
internal sealed record BackfillResource(
    DateTimeOffset From,
    DateTimeOffset To,
    int Times,
    int Started,
    int Existing,
    int Failed,
    int Left,
    bool DryRun,
    IReadOnlyList<BackfillRunResource> Runs
);

/// <summary>A run of a backfill.</summary>
/// <param name="DueAt">The time that it is for.</param>
/// <param name="RunId">Its id.</param>
/// <param name="Outcome"><c>started</c>, <c>existing</c>, <c>failed</c> or <c>left</c>; <c>new</c> in a dry run.</param>
/// <param name="Message">Why it was not started.</param>
internal sealed record BackfillRunResource(DateTimeOffset DueAt, string RunId, string Outcome, string? Message = null);
