using FlowFunctions.Expressions;

namespace FlowFunctions.Flows.Plans;

/// <summary>Settings of a run as a whole.</summary>
public sealed record PlanSettings
{
    /// <summary>No run timeout; an unhandled failure stops the run.</summary>
    public static PlanSettings Default { get; } = new();

    /// <summary>The longest a run may take from its start, or null for no limit.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>What an unhandled step failure does to the rest of the run.</summary>
    public FailureMode OnFailure { get; init; }

    /// <summary>How many runs may be open at once, or null for no limit of the flow's own.</summary>
    public PlanConcurrency? Concurrency { get; init; }

    /// <summary>How long records of succeeded runs are kept, or null for the workspace's default.</summary>
    public TimeSpan? RetainSucceeded { get; init; }

    /// <summary>How long records of runs that did not succeed are kept, or null for the workspace's default.</summary>
    public TimeSpan? RetainFailed { get; init; }
}

/// <summary>A limit on the open runs of one flow.</summary>
/// <param name="Limit">How many runs with the same key may be open at once; at least 1.</param>
/// <param name="Key">What runs are counted by, or null to count all runs of the flow together.</param>
/// <param name="WhenFull">What happens to a run over the limit.</param>
public sealed record PlanConcurrency(int Limit, JsonTemplate? Key, WhenFull WhenFull);

/// <summary>What happens to a run over a concurrency limit.</summary>
public enum WhenFull
{
    /// <summary>It waits, first come first served.</summary>
    Queue,

    /// <summary>It is refused.</summary>
    Reject,
}

/// <summary>What an unhandled step failure does to the rest of its scope.</summary>
public enum FailureMode
{
    /// <summary>Nothing new starts but <c>on: always</c> steps; what waits is cancelled.</summary>
    Stop,

    /// <summary>Branches that do not depend on the failed step go on.</summary>
    FinishOthers,
}
