using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Steps;

namespace FlowFunctions.Engine.Runs;

/// <summary>How a run ended.</summary>
/// <param name="Status">Its final state.</param>
/// <param name="Output">Its output; null unless it succeeded or a stop step gave one.</param>
/// <param name="Error">Why it did not succeed, or null.</param>
/// <param name="Continues">For a part of a repeating loop: whether the loop is to go on with <paramref name="Output"/> as its next item.</param>
public sealed record RunResult(RunStatus Status, Payload? Output, StepError? Error, bool Continues = false);
