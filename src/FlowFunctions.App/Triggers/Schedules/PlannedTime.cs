using FlowFunctions.Flows.Triggers.Schedules;

namespace FlowFunctions.App.Triggers.Schedules;

/// <summary>A time that gets a run.</summary>
/// <param name="Time">The time.</param>
/// <param name="IsMissed">Whether it passed while nothing was running.</param>
/// <param name="IsBackfill">Whether somebody asked for it afterwards.</param>
internal readonly record struct PlannedTime(ScheduledTime Time, bool IsMissed = false, bool IsBackfill = false)
{
    /// <summary>What identifies it.</summary>
    public DateTimeOffset DueAt => Time.DueAt;
}
