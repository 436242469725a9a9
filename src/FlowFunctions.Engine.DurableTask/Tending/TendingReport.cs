namespace FlowFunctions.Engine.DurableTask.Tending;

/// <summary>What one round of <see cref="DurableEngine.TendAsync"/> has done.</summary>
public sealed record TendingReport
{
    /// <summary>Runs that the host had failed and that go on again.</summary>
    public IReadOnlyList<string> Rewound { get; init; } = [];

    /// <summary>Those of <see cref="Rewound"/> that the host had failed before, too.</summary>
    public IReadOnlyList<string> RewoundAgain { get; init; } = [];

    /// <summary>
    /// Runs that ended without a record and have one now: never started, lost by the backend, failed by the host too often, or ended in
    /// the backend.
    /// </summary>
    public IReadOnlyList<string> Recorded { get; init; } = [];

    /// <summary>Runs that could not be looked after now, each with the reason; the next rounds try again.</summary>
    public IReadOnlyList<string> PutOff { get; init; } = [];

    /// <summary>Number of ended instances that were deleted from the backend; their records stay.</summary>
    public int Purged { get; init; }
}
