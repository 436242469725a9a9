using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.Children;

/// <summary>What a child run is to run with: a plan, or the reason why there is none.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Refusal">The reason.</param>
/// <param name="StoredStart">Where its start is stored, when it is too large for the journal; else null.</param>
/// <param name="ConcurrencyKey">What it is counted by under its flow's limit, or null without one.</param>
internal readonly record struct ResolvedChild(
    Plan? Plan,
    RunResult? Refusal,
    PayloadReference? StoredStart = null,
    string? ConcurrencyKey = null
);
