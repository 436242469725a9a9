namespace FlowFunctions.Engine.DurableTask.Tending;

/// <summary>What one round of <see cref="DurableEngine.TendAsync"/> has done.</summary>
public sealed record TendingReport
{
    /// <summary>Runs that the host had failed and that go on again.</summary>
    public IReadOnlyList<string> Rewound { get; init; } = [];

    /// <summary>Runs that ended without a record and have one now: failed by the host too often, or ended in the backend.</summary>
    public IReadOnlyList<string> Recorded { get; init; } = [];

    /// <summary>Number of ended instances that were deleted from the backend; their records stay.</summary>
    public int Purged { get; init; }
}
