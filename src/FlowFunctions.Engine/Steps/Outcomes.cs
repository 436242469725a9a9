using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;

namespace FlowFunctions.Engine.Steps;

/// <summary>Answers that engines give themselves.</summary>
internal static class Outcomes
{
    public static StepOutcome Cancelled { get; } = Failed(ErrorCodes.Cancelled, "The step was told to stop.");

    public static RunResult CancelledChild { get; } =
        new(
            RunStatus.Cancelled,
            Output: null,
            Error(ErrorCodes.Cancelled, "The child run was given up before its start.")
        );

    public static StepOutcome Defect(StepRequest request, Exception exception) =>
        Failed(
            ErrorCodes.StepProtocol,
            $"Step type '{request.Step.Type}' threw {exception.GetType().Name} instead of answering: {exception.Message}"
        );

    public static StepOutcome TooLarge(int bytes, int limit) =>
        Failed(
            PayloadTooLargeException.Code,
            $"What the step answered takes {bytes} bytes besides its output; the limit is {limit}. Shorten its names and texts."
        );

    public static RunResult ChildNotStarted(string code, string message) =>
        new(RunStatus.Failed, Output: null, Error(code, message));

    /// <summary>A run was ended while it waited for admission; the same end as if it had run.</summary>
    public static RunResult NeverStarted(ControlRequested request)
    {
        var error =
            request.Control == RunControl.Terminate
                ? Error(ErrorCodes.Terminated, request.Reason ?? "The run was terminated.")
                : Error(ErrorCodes.Cancelled, request.Reason ?? "The run was cancelled.");
        return new RunResult(RunStatus.Cancelled, Output: null, error);
    }

    private static StepOutcome.Failed Failed(string code, string message) => new(Error(code, message));

    private static StepError Error(string code, string message) => new() { Code = code, Message = message };
}
