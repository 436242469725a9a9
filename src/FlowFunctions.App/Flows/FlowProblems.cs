using FlowFunctions.App.Problems;
using FlowFunctions.App.Requests;
using FlowFunctions.Storage.Flows;

namespace FlowFunctions.App.Flows;

/// <summary>What goes wrong with flows, for callers.</summary>
internal static class FlowProblems
{
    public static Problem NotFound(string flowId) =>
        Problem.NotFound("Flow.NotFound", $"There is no flow '{flowId}'. GET /api/flows lists those there are.");

    public static Problem VersionNotFound(string flowId, int version) =>
        Problem.NotFound(
            "Flow.VersionNotFound",
            $"The flow '{flowId}' has no version {version}. GET /api/flows/{flowId}/versions lists those there are."
        );

    public static Problem Exists(string flowId) =>
        Problem.Conflict(
            "Flow.Exists",
            $"There is a flow '{flowId}' already. Give this one another id, or save a new version with PUT /api/flows/{flowId}."
        );

    /// <summary>Why a change was not made.</summary>
    /// <param name="outcome">What the store says.</param>
    /// <param name="what">What should have changed, as the beginning of a sentence.</param>
    public static Problem Refused(WriteOutcome outcome, string what) =>
        outcome == WriteOutcome.Missing
            ? new Problem(
                StatusCodes.Status412PreconditionFailed,
                "Precondition.Failed",
                $"{what} does not exist, so no If-Match fits. Leave If-Match out to create it."
            )
            : Preconditions.Failed(what);
}
