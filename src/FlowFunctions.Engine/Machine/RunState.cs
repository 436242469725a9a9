using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.Machine;

/// <summary>State of one run: the fold of its history. Only <see cref="RunMachine"/> changes it; one thread at a time.</summary>
public sealed class RunState
{
    /// <summary>A run before its first event.</summary>
    /// <param name="plan">The plan it runs.</param>
    public RunState(Plan plan) => Plan = plan;

    /// <summary>The plan it runs.</summary>
    public Plan Plan { get; }
}
