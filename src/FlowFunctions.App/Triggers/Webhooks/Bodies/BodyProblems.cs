using FlowFunctions.App.Problems;

namespace FlowFunctions.App.Triggers.Webhooks.Bodies;

/// <summary>Why a body cannot be read.</summary>
internal static class BodyProblems
{
    /// <summary>400: it is not what its Content-Type says.</summary>
    public static ProblemException Malformed(string what) => new(Problem.BadRequest(what, "Webhook.Body"));
}
