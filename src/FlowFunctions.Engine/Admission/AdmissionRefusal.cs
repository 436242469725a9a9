using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;

namespace FlowFunctions.Engine.Admission;

/// <summary>Why admission takes something not on, in the same words for every engine.</summary>
internal static class AdmissionRefusal
{
    /// <summary>A start that is not taken on.</summary>
    /// <param name="answer">What admission answered.</param>
    /// <param name="flowId">The flow.</param>
    /// <param name="key">What its runs are counted by; empty without a key.</param>
    /// <param name="limit">How many may be open.</param>
    /// <param name="maxQueued">How many may wait.</param>
    public static ConcurrencyLimitException Of(
        AdmissionAnswer answer,
        string flowId,
        string key,
        int limit,
        int maxQueued
    )
    {
        var open = $"Flow '{flowId}' allows {limit} open runs{OfKey(key)}, and as many are open";
        return new ConcurrencyLimitException(
            answer == AdmissionAnswer.QueueFull
                ? $"{open}; {maxQueued} more are queued, which is the limit. Raise settings.concurrency.limit or MaxQueuedRunsPerKey."
                : $"{open}. Raise settings.concurrency.limit or set whenFull to queue."
        );
    }

    /// <summary>The end of a called flow that is not taken on. Another attempt may find a place.</summary>
    public static RunResult AsResult(StartRefusedException reason) =>
        new(
            RunStatus.Failed,
            Output: null,
            new StepError
            {
                Code = reason.Code,
                Message = reason.Message,
                Retryable = true,
                RetryAfter = reason.RetryAfter,
            }
        );

    public static InvalidOperationException TooManySignals(string runId) =>
        new(
            $"Run '{runId}' waits for admission and keeps {RunState.MaxKeptSignals} signals, which is the limit. Send it again when the run has started."
        );

    /// <summary>How a key reads in a sentence.</summary>
    public static string OfKey(string key) => key.Length > 0 ? $" with the key {key}" : "";
}
