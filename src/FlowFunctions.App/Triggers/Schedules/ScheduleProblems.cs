using System.Globalization;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Requests;

namespace FlowFunctions.App.Triggers.Schedules;

/// <summary>What goes wrong with schedules, for people.</summary>
internal static class ScheduleProblems
{
    public static string UnknownZone(string zone) =>
        $"This machine does not know the time zone '{zone}'. Install its time zone data (tzdata), or name another one.";

    public const string Broken =
        "The times of this schedule cannot be computed; the log says why. Change it, or publish its flow again.";

    public static Problem NotFound(string id) =>
        Problem.NotFound(
            "Schedule.NotFound",
            $"No published flow has a schedule '{id}'. GET /api/schedules lists those there are; an id is FLOW.TRIGGER."
        );

    public static Problem TooManyTimes(int limit, DateTimeOffset next) =>
        Problem.BadRequest(
            string.Create(
                CultureInfo.InvariantCulture,
                $"The schedule has more than {limit} times in that window, which is the limit for one request. End it at {UtcTimeConverter.Format(next)} and go on from there."
            ),
            "Schedule.TooManyTimes"
        );

    public static Problem FlowDisabled(string flowId) =>
        Problem.Conflict(
            "Flow.Disabled",
            $"The flow '{flowId}' is disabled, so none of its triggers starts a run. Enable it first."
        );
}
