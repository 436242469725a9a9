using FlowFunctions.App.Problems;

namespace FlowFunctions.App.Flows.Drafts;

/// <summary>What goes wrong with drafts, for callers.</summary>
internal static class DraftProblems
{
    public static Problem NotFound(string flowId) =>
        Problem.NotFound(
            "Draft.NotFound",
            $"The flow '{flowId}' has no draft. PUT /api/flows/{flowId}/draft saves one; to publish a version, name it."
        );

    public static Problem Outdated(string flowId, int started, int? newest) =>
        Problem.Conflict(
            "Draft.Outdated",
            newest is null
                ? $"The draft started from version {started} of a flow '{flowId}' that is not there any more. "
                    + "Save the draft anew, or save the flow with PUT."
                : $"The draft started from version {started} of the flow '{flowId}', which is at version {newest} now. "
                    + $"Bring both together and save the draft with ?baseVersion={newest}, or send If-Match: * to publish it as it is."
        );

    public static Problem BadId(string flowId) =>
        Problem.BadRequest(
            $"No flow can have the id '{flowId}'. Use lower-case letters, digits and hyphens, a letter first, at most 63 characters."
        );
}
