using FlowFunctions.Engine.DurableTask;
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
            TriggerKind = start.TriggerKind ?? RunTriggers.KindOf(start.Trigger),
            TriggerId = start.TriggerId,
            ParentRunId = start.ParentRunId,
            RerunOf = start.RerunOf,
        };

    /// <summary>Whether a run was accepted and then did not reach the engine, so that it may be started again under its id.</summary>
    public static bool NeverStarted(RunHeader run) => run.Error?.Code == DurableErrors.NeverStarted;

    /// <summary>Why a run did not succeed, or null.</summary>
    public static RunError? ErrorOf(StepError? error) =>
        error is null ? null : new RunError(error.Code, error.Message, error.Step);
}
