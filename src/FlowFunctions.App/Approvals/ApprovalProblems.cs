using FlowFunctions.App.Problems;

namespace FlowFunctions.App.Approvals;

/// <summary>Why a decision is not taken.</summary>
internal static class ApprovalProblems
{
    /// <summary>404: the step asks for no decision, and never did.</summary>
    public static ProblemException NotAsked(string runId, string stepPath) =>
        new(
            Problem.NotFound(
                "Approval.NotFound",
                $"Step '{stepPath}' of run '{runId}' is no approval that the run has reached. GET /api/approvals lists the open ones."
            )
        );

    /// <summary>404: nobody gave this link out, or it was changed.</summary>
    public static ProblemException Forged() =>
        new(Problem.NotFound("Approval.NotFound", "This link is not valid. Ask for a new one, and open it unchanged."));

    /// <summary>410: it is decided already, or is not asked any more.</summary>
    public static ProblemException Used() =>
        new(
            new Problem(
                StatusCodes.Status410Gone,
                "Approval.Used",
                "This is decided already, or is not asked any more. Nothing was changed by this request."
            )
        );

    /// <summary>410: the link is too old.</summary>
    public static ProblemException Expired() =>
        new(
            new Problem(
                StatusCodes.Status410Gone,
                "Approval.Expired",
                "This link has expired. Nothing was decided; ask for a new link."
            )
        );

    /// <summary>503: the backend has the decision, but has not handed it to the run yet.</summary>
    public static ProblemException OnItsWay() =>
        new(
            new Problem(
                StatusCodes.Status503ServiceUnavailable,
                "Approval.OnItsWay",
                "The decision was sent, but the run has not taken it yet. Look at the run in a moment before you decide again."
            )
            {
                RetryAfter = TimeSpan.FromSeconds(5),
            }
        );

    /// <summary>409: the decision could reach another step.</summary>
    public static ProblemException Ambiguous(string stepPath, string other, string signal) =>
        new(
            Problem.Conflict(
                "Approval.Ambiguous",
                $"Steps '{stepPath}' and '{other}' wait for the same signal '{signal}', and the one that waits longest would get the decision. Give each a 'name' of its own, or none; POST .../signals/{signal} decides the one that waits longest."
            )
        );
}
