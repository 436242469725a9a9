using FlowFunctions.Cli.Run.Progress;
using FlowFunctions.Engine.Runs;

namespace FlowFunctions.Cli.Run;

/// <summary>A run that has ended.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Result">How it ended.</param>
/// <param name="Steps">The steps that it reached, in order.</param>
/// <param name="Duration">From its start to its end.</param>
internal sealed record FinishedRun(string Id, RunResult Result, IReadOnlyList<StepProgress> Steps, TimeSpan? Duration);
