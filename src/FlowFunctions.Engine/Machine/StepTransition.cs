using FlowFunctions.Engine.Steps;

namespace FlowFunctions.Engine.Machine;

/// <summary>A change of a step's state.</summary>
/// <param name="Step">The step; its other properties are those at the end of the event.</param>
/// <param name="Status">The state it came into.</param>
/// <param name="At">When.</param>
public readonly record struct StepTransition(StepInstance Step, StepStatus Status, DateTimeOffset At);
