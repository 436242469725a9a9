using FlowFunctions.Flows.Triggers;

namespace FlowFunctions.App.Triggers.Schedules;

/// <summary>A time that gets its turn.</summary>
/// <param name="Run">The run to start.</param>
/// <param name="Planned">The time.</param>
/// <param name="Overlap">What the run before means for it.</param>
internal sealed record FireRequest(TriggeredRun Run, PlannedTime Planned, RunOverlap Overlap)
{
    /// <summary>The run before, or null.</summary>
    public string? LastRunId { get; init; }

    /// <summary>Whether the run before has been told to end.</summary>
    public bool HasCancelled { get; init; }

    /// <summary>How often it was tried before.</summary>
    public int Tries { get; init; }
}
