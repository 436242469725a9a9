using FlowFunctions.Engine.DurableTask.Protocol;
using FlowFunctions.Engine.Runs;

namespace FlowFunctions.Engine.DurableTask.Codec;

/// <summary>How instances end.</summary>
internal static class Completions
{
    /// <summary>The end of an instance whose run has ended.</summary>
    /// <param name="result">How the run ended.</param>
    /// <param name="isChild">
    /// Whether a run waits for it. Then the instance ends in order whatever the result is: a rewind of the parent must not let it go on.
    /// </param>
    /// <param name="place">For which step of the parent it was asked for, if it is a child.</param>
    /// <param name="isTerminated">Whether the backend itself was told to end it.</param>
    public static CompleteOrchestrationAction Of(
        RunResult result,
        bool isChild,
        string place,
        bool isTerminated = false
    )
    {
        var completion = new CompleteOrchestrationAction
        {
            Result = RunOutputs.Write(result, place),
            OrchestrationStatus =
                isTerminated && !isChild ? OrchestrationStatus.Terminated : OrchestrationStatus.Completed,
        };
        if (result.Status is RunStatus.Failed or RunStatus.TimedOut && !isChild)
        {
            completion.OrchestrationStatus = OrchestrationStatus.Failed;
            completion.FailureDetails = new()
            {
                ErrorType = result.Error?.Code ?? nameof(RunStatus.Failed),
                ErrorMessage = result.Error?.Message ?? "The run failed.",
                IsNonRetriable = true,
            };
        }

        return completion;
    }
}
