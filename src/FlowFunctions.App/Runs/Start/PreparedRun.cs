using FlowFunctions.App.Runs.Callbacks;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.App.Runs.Start;

/// <summary>A run that has been checked and can be started.</summary>
/// <param name="Plan">The plan to run.</param>
/// <param name="Start">What it starts from.</param>
/// <param name="Callback">Who is to be told of its end, or null.</param>
internal sealed record PreparedRun(Plan Plan, RunStart Start, CallbackTarget? Callback = null);
