namespace FlowFunctions.App.Triggers.Schedules;

/// <summary>What is to be done for a schedule at a moment.</summary>
/// <param name="Times">The times that get a run now, in order.</param>
/// <param name="PlannedUntil">Times that were due until then are decided.</param>
/// <param name="WakesAt">When the next run starts; null when none does.</param>
/// <param name="GivenUpUntil">Times until then were too many and are given up; null when none is.</param>
internal sealed record SchedulePlan(
    IReadOnlyList<PlannedTime> Times,
    DateTimeOffset PlannedUntil,
    DateTimeOffset? WakesAt,
    DateTimeOffset? GivenUpUntil
);
