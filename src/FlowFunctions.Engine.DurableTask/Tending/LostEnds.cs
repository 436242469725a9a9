using System.Globalization;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;

namespace FlowFunctions.Engine.DurableTask.Tending;

/// <summary>Ends of runs that nobody decided.</summary>
internal static class LostEnds
{
    private const int MaxSaid = 500;

    /// <summary>The run was accepted, and then its start did not reach the backend.</summary>
    public static RunResult NeverStarted { get; } =
        Failed(
            DurableErrors.NeverStarted,
            "The run was accepted, but the backend that carries runs out never got it. No step was executed; start it again."
        );

    /// <summary>The backend held the run once.</summary>
    public static RunResult Gone { get; } =
        Failed(
            DurableErrors.HostFailed,
            "The backend has lost the run: it does not know its instance any more. Look at which steps were executed, then rerun the run."
        );

    /// <summary>Somebody has ended the run past the engine.</summary>
    public static RunResult Terminated { get; } =
        new(
            RunStatus.Cancelled,
            Output: null,
            new StepError { Code = ErrorCodes.Terminated, Message = "The instance was terminated in the backend." }
        );

    /// <summary>The host has failed the run more often than it is let go on.</summary>
    /// <param name="rewinds">How often it was let go on.</param>
    /// <param name="said">What the host said of it, or null.</param>
    public static RunResult HostFailed(int rewinds, string? said) =>
        Failed(
            DurableErrors.HostFailed,
            string.Create(
                CultureInfo.InvariantCulture,
                $"The host failed the run again after {rewinds} rewinds; the last time it said: {Short(said) ?? "nothing"}. See the host's log, then rerun the run."
            )
        );

    private static RunResult Failed(string code, string message) =>
        new(RunStatus.Failed, Output: null, new StepError { Code = code, Message = message });

    private static string? Short(string? said) => said is { Length: > MaxSaid } ? $"{said.AsSpan(0, MaxSaid)}…" : said;
}
