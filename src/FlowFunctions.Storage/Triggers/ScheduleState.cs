namespace FlowFunctions.Storage.Triggers;

/// <summary>How far a schedule has come.</summary>
/// <param name="FlowId">The flow.</param>
/// <param name="TriggerId">The schedule's id in the flow.</param>
public sealed record ScheduleState(string FlowId, string TriggerId)
{
    /// <summary>What its times come from, as a text to compare. A schedule whose times change begins anew.</summary>
    public required string Definition { get; init; }

    /// <summary>Times that were due until then are settled: their run has begun, or there is none for them.</summary>
    public required DateTimeOffset SettledUntil { get; init; }

    /// <summary>Times that were due after <see cref="SettledUntil"/> until then wait for their turn and were not missed; null when none waits.</summary>
    public DateTimeOffset? WaitingUntil { get; init; }

    /// <summary>Whether it was paused or disabled when it was last looked at: times until it fires again are not made up for.</summary>
    public bool IsIdle { get; init; }

    /// <summary>The run that it started last, or null.</summary>
    public string? LastRunId { get; init; }

    /// <summary>The time that <see cref="LastRunId"/> was due at.</summary>
    public DateTimeOffset? LastDueAt { get; init; }

    /// <summary>When <see cref="LastRunId"/> was started.</summary>
    public DateTimeOffset? LastStartedAt { get; init; }

    /// <summary>Why there is no run for a time, in plain words; null when the last time has one.</summary>
    public string? Error { get; init; }

    /// <summary>The time that <see cref="Error"/> is about.</summary>
    public DateTimeOffset? ErrorDueAt { get; init; }

    /// <summary>The last time that was given up because too many waited; null when none was.</summary>
    public DateTimeOffset? GivenUpUntil { get; init; }
}
