using System.Globalization;
using FlowFunctions.Flows.Documents;
using FlowFunctions.Flows.Triggers;
using FlowFunctions.Flows.Triggers.Schedules;

namespace FlowFunctions.App.Triggers.Schedules;

/// <summary>A schedule as the registry has it, with its times.</summary>
internal sealed class KnownSchedule
{
    /// <param name="trigger">The trigger.</param>
    /// <param name="schedule">Its definition.</param>
    public KnownSchedule(ActiveTrigger trigger, ScheduleTrigger schedule)
    {
        (Trigger, Schedule, Definition) = (trigger, schedule, DefinitionOf(trigger, schedule));
        try
        {
            Times = ScheduleRuns.TimesOf(trigger, schedule);
        }
        catch (TimeZoneNotFoundException)
        {
            Problem = ScheduleProblems.UnknownZone(schedule.TimeZone);
        }
    }

    /// <summary>A schedule whose times cannot be told.</summary>
    /// <param name="trigger">The trigger.</param>
    /// <param name="schedule">Its definition.</param>
    /// <param name="problem">Why they cannot be told.</param>
    public KnownSchedule(ActiveTrigger trigger, ScheduleTrigger schedule, string problem) =>
        (Trigger, Schedule, Definition, Problem) = (trigger, schedule, DefinitionOf(trigger, schedule), problem);

    /// <summary>The trigger.</summary>
    public ActiveTrigger Trigger { get; }

    /// <summary>Its definition.</summary>
    public ScheduleTrigger Schedule { get; }

    /// <summary>What its times come from: whoever changes that begins anew, and so does a flow that replaces another.</summary>
    public string Definition { get; }

    /// <summary>Its times; null when they cannot be told.</summary>
    public ScheduleTimes? Times { get; }

    /// <summary>Why they cannot be told, or null.</summary>
    public string? Problem { get; }

    /// <summary>Whether it starts runs.</summary>
    public bool Fires => Trigger.Fires && Times is not null;

    private static string DefinitionOf(ActiveTrigger trigger, ScheduleTrigger schedule) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{trigger.Generation} {schedule.Cron?.Text}{(schedule.Every is { } every ? Duration.Format(every) : "")} {schedule.TimeZone} {schedule.Start:O}"
        );
}
