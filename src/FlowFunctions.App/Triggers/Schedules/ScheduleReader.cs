using System.Globalization;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Workspaces;
using FlowFunctions.Flows.Triggers;
using FlowFunctions.Flows.Triggers.Schedules;

namespace FlowFunctions.App.Triggers.Schedules;

/// <summary>Reads what requests ask for of schedules; what is missing or wrong ends the request.</summary>
internal sealed class ScheduleReader(TriggerRegistry registry)
{
    /// <summary>The schedules of the caller's workspace, by flow and trigger.</summary>
    public IEnumerable<ActiveTrigger> List(HttpContext context)
    {
        var workspace = Workspace.Of(context);
        return registry
            .Current.Of<ScheduleTrigger>()
            .Select(static schedule => schedule.Trigger)
            .Where(trigger => trigger.Key.Workspace == workspace)
            .OrderBy(static trigger => trigger.Key.Id, StringComparer.Ordinal);
    }

    /// <summary>The schedule that an address names.</summary>
    /// <exception cref="ProblemException">404: no published flow has it.</exception>
    public (ActiveTrigger Trigger, ScheduleTrigger Schedule) Get(HttpContext context, string id) =>
        TriggerKey.Parse(Workspace.Of(context), id) is { } key
        && registry.Current.Find(key) is { Definition: ScheduleTrigger schedule } trigger
            ? (trigger, schedule)
            : throw new ProblemException(ScheduleProblems.NotFound(id));

    /// <summary>The times of a schedule.</summary>
    /// <exception cref="ProblemException">409: this machine does not know its time zone.</exception>
    public static ScheduleTimes TimesOf(ActiveTrigger trigger, ScheduleTrigger schedule)
    {
        try
        {
            return ScheduleRuns.TimesOf(trigger, schedule);
        }
        catch (TimeZoneNotFoundException)
        {
            throw new ProblemException(
                Problem.Conflict("Schedule.TimeZone", ScheduleProblems.UnknownZone(schedule.TimeZone))
            );
        }
    }

    /// <summary>A moment that a request names.</summary>
    /// <exception cref="ProblemException">400: it is none.</exception>
    public static DateTimeOffset? MomentOf(string name, string? text) =>
        string.IsNullOrEmpty(text) ? null
        : DateTimeOffset.TryParse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var moment
        )
        && moment >= DateTimeOffset.UnixEpoch
        && moment.Year < LastYear
            ? moment
        : throw new ProblemException(
            Problem.BadRequest(
                $"'{name}' is '{text}'; give a time with its offset from 1970 on, such as 2027-01-01T00:00:00Z."
            )
        );

    private const int LastYear = 3000;
}
