namespace FlowFunctions.Flows.Triggers.Schedules;

/// <summary>A time of a schedule.</summary>
/// <param name="DueAt">The time that cron or interval names, in UTC. It identifies the run.</param>
/// <param name="FiresAt">When the run starts: later by the jitter.</param>
public readonly record struct ScheduledTime(DateTimeOffset DueAt, DateTimeOffset FiresAt);
