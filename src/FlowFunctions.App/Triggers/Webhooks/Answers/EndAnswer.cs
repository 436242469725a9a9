using FlowFunctions.App.Problems;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;

namespace FlowFunctions.App.Triggers.Webhooks.Answers;

/// <summary>The answer that a run's end makes: its output, or a problem that tells nothing of its inner workings.</summary>
internal static class EndAnswer
{
    private const string Json = "application/json; charset=utf-8";

    /// <summary>The answer.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="result">How it ended; its output is loaded.</param>
    public static IResult Of(string runId, RunResult result) =>
        result.Status != RunStatus.Succeeded ? new ProblemResult(ProblemOf(runId, result.Status))
        : result.Output is not { } output || output.Equals(Payload.Null) ? Results.NoContent()
        : Results.Bytes(output.Utf8.ToArray(), Json);

    private static Problem ProblemOf(string runId, RunStatus status) =>
        new(
            StatusCodes.Status500InternalServerError,
            $"Run.{status}",
            $"The run '{runId}' that this request has started did not succeed. Those who run the app find the reason under this id."
        );
}
