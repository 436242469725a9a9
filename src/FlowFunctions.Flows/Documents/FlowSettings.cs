using System.Text.Json;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Flows.Documents;

/// <summary>Settings of a flow as written.</summary>
public sealed record FlowSettings
{
    /// <summary>The longest a run may take, or null.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>What an unhandled step failure does to the rest of the run.</summary>
    public FailureMode OnFailure { get; init; }

    /// <summary>How many runs may be open at once, or null.</summary>
    public FlowConcurrency? Concurrency { get; init; }

    /// <summary>How long records of succeeded runs are kept, or null.</summary>
    public TimeSpan? RetainSucceeded { get; init; }

    /// <summary>How long records of runs that did not succeed are kept, or null.</summary>
    public TimeSpan? RetainFailed { get; init; }
}

/// <summary>A limit on the open runs of one flow, as written.</summary>
/// <param name="Limit">How many runs with the same key may be open at once.</param>
/// <param name="Key">The key's template, or of kind Undefined.</param>
/// <param name="WhenFull">What happens to a run over the limit.</param>
public sealed record FlowConcurrency(int Limit, JsonElement Key, WhenFull WhenFull);
