using Azure;
using FlowFunctions.App.Problems;

namespace FlowFunctions.App.Requests;

/// <summary>Conditions of requests that change what others may have changed (RFC 9110, section 13).</summary>
internal static class Preconditions
{
    /// <summary>The <c>If-Match</c> that a request which overwrites something must have.</summary>
    /// <exception cref="ProblemException">428: it has none.</exception>
    public static ETag RequireIfMatch(HttpRequest request) => IfMatch(request) ?? throw IfMatchMissing();

    /// <summary>428: a request that would overwrite something has no condition.</summary>
    public static ProblemException IfMatchMissing() =>
        new(
            new Problem(
                StatusCodes.Status428PreconditionRequired,
                "Precondition.Required",
                "It exists already. Send If-Match with the ETag of the state that you changed, or If-Match: * to overwrite whatever is there."
            )
        );

    /// <summary>The <c>If-Match</c> of a request, or null.</summary>
    public static ETag? IfMatch(HttpRequest request) =>
        request.Headers.IfMatch is [{ Length: > 0 } tag, ..] ? new ETag(tag) : null;

    /// <summary>Whether the request shall create something only (<c>If-None-Match: *</c>).</summary>
    public static bool IsCreateOnly(HttpRequest request) => request.Headers.IfNoneMatch is ["*"];

    /// <summary>412: somebody else was quicker.</summary>
    public static Problem Failed(string what) =>
        new(
            StatusCodes.Status412PreconditionFailed,
            "Precondition.Failed",
            $"{what} was changed by somebody else in the meantime. Read it again, bring both changes together, and send it with the new ETag."
        );
}
