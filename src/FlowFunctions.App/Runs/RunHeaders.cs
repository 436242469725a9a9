using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Storage.Runs;

namespace FlowFunctions.App.Runs;

/// <summary>What lists show of runs, from what the engines know of them.</summary>
internal static class RunHeaders
{
    /// <summary>A run that was accepted and has not begun.</summary>
    public static RunHeader Of(string flowId, RunStart start) =>
        new()
        {
            RunId = start.RunId,
            Workspace = start.Workspace,
            FlowId = flowId,
            FlowVersion = start.FlowVersion,
            PlanHash = start.PlanHash,
            Status = RunStatus.Queued,
            TriggerKind = RunTriggers.KindOf(start.Trigger),
            ParentRunId = start.ParentRunId,
            RerunOf = start.RerunOf,
        };

    /// <summary>Why a run did not succeed, or null.</summary>
    public static RunError? ErrorOf(StepError? error) =>
        error is null ? null : new RunError(error.Code, error.Message, error.Step);
}
