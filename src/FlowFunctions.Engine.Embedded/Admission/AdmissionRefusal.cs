using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;

namespace FlowFunctions.Engine.Embedded.Admission;

/// <summary>Why admission takes something not on.</summary>
internal static class AdmissionRefusal
{
    public static ConcurrencyLimitException Of(AdmissionAnswer answer, AdmissionTicket ticket, int maxQueued)
    {
        var key = ticket.Key.Value is { Length: > 0 } value ? $" with the key {value}" : "";
        var open = $"Flow '{ticket.Key.FlowId}' allows {ticket.Limit} open runs{key}, and as many are open";
        return new ConcurrencyLimitException(
            answer == AdmissionAnswer.QueueFull
                ? $"{open}; {maxQueued} more are queued, which is the limit. Raise settings.concurrency.limit or {nameof(EmbeddedEngineOptions.MaxQueuedRunsPerKey)}."
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
}
