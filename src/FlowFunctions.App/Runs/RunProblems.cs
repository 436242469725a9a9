using FlowFunctions.App.Problems;

namespace FlowFunctions.App.Runs;

/// <summary>Why something cannot be done with a run.</summary>
internal static class RunProblems
{
    /// <summary>409: it goes on.</summary>
    public static Problem Open(string runId) =>
        Problem.Conflict(
            "Run.Open",
            $"Run '{runId}' has not ended yet. Wait for its end, or POST /api/runs/{runId}/cancel first."
        );
}
