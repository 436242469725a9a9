namespace FlowFunctions.App.Triggers.Schedules;

/// <summary>What came of a time that got its turn.</summary>
/// <param name="Kind">What came of it.</param>
/// <param name="RunId">The run that it has; for <see cref="FireKind.Waits"/> the one that it waits for.</param>
/// <param name="Message">Why it has no run, or null.</param>
/// <param name="RetryAfter">How long to leave it alone before the next try, or null.</param>
internal sealed record FireOutcome(
    FireKind Kind,
    string? RunId = null,
    string? Message = null,
    TimeSpan? RetryAfter = null
);

/// <summary>What came of a time that got its turn.</summary>
internal enum FireKind
{
    /// <summary>Its run has been started.</summary>
    Started,

    /// <summary>Its run had begun before.</summary>
    Found,

    /// <summary>It has no run because the one before was still open.</summary>
    Skipped,

    /// <summary>It has no run, and trying again would not help.</summary>
    Failed,

    /// <summary>The run before must end first.</summary>
    Waits,

    /// <summary>No run can be started now.</summary>
    Later,
}
