using FlowFunctions.Engine.DurableTask.Folding;
using FlowFunctions.Engine.DurableTask.Protocol;

namespace FlowFunctions.Engine.DurableTask.Turns;

/// <summary>What a turn answers, and what its process does besides.</summary>
/// <param name="Response">The answer to the backend.</param>
/// <param name="Fold">The run, or null when it could not be folded.</param>
/// <param name="HasStatusHistory">Whether the answer's custom status holds the run's history.</param>
/// <param name="IsFoldedAnew">Whether the run was folded from its start: in its first turn, or its first one in this process.</param>
internal sealed record TurnAnswer(
    OrchestratorResponse Response,
    RunFold? Fold = null,
    bool HasStatusHistory = false,
    bool IsFoldedAnew = false
);
