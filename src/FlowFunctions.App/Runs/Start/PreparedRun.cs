using FlowFunctions.Engine.Runs;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.App.Runs.Start;

/// <summary>A run that has been checked and can be started.</summary>
/// <param name="Plan">The plan to run.</param>
/// <param name="Start">What it starts from.</param>
internal sealed record PreparedRun(Plan Plan, RunStart Start);
