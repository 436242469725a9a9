namespace FlowFunctions.Storage.Flows;

/// <summary>What came of a change.</summary>
/// <param name="Outcome">Whether it was made.</param>
/// <param name="Flow">The flow as it is now; null if there is none or if it is not known.</param>
public sealed record FlowWrite(WriteOutcome Outcome, FlowRecord? Flow = null)
{
    /// <summary>The flow as it was before; null if there was none or if it is not known.</summary>
    public FlowRecord? Before { get; init; }
}

/// <summary>Whether a change was made.</summary>
public enum WriteOutcome
{
    /// <summary>There is something new.</summary>
    Created,

    /// <summary>What there was has changed.</summary>
    Saved,

    /// <summary>It was so already.</summary>
    Unchanged,

    /// <summary>Refused: it should be new, but it exists.</summary>
    Exists,

    /// <summary>Refused: what should change does not exist.</summary>
    Missing,

    /// <summary>Refused: somebody else changed it in the meantime.</summary>
    Conflict,

    /// <summary>Refused: the flow has no such version.</summary>
    VersionMissing,
}
