using FlowFunctions.Storage.Tables;

namespace FlowFunctions.Storage.Flows;

/// <summary>What a change does to a flow as it was read.</summary>
/// <param name="Outcome">What came of it, if it can be written.</param>
/// <param name="Next">The flow afterwards; null to delete it, or with a refusal.</param>
internal sealed record FlowTurn(WriteOutcome Outcome, FlowRecord? Next)
{
    /// <summary>Whether there is anything to write.</summary>
    public bool Writes { get; init; } = true;

    /// <summary>What else changes in the same transaction.</summary>
    public IReadOnlyList<TableTransactionAction> Others { get; init; } = [];

    /// <summary>Nothing to write.</summary>
    public static FlowTurn Done(WriteOutcome outcome, FlowRecord? flow) => new(outcome, flow) { Writes = false };
}
