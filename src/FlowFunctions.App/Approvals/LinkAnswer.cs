using FlowFunctions.App.Problems;

namespace FlowFunctions.App.Approvals;

/// <summary>
/// An answer to somebody who opened a link: never kept, never indexed, and its address, which is all that is needed to decide, is told to
/// no other site.
/// </summary>
/// <param name="answer">The page or the JSON.</param>
internal sealed class LinkAnswer(IResult answer) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var headers = httpContext.Response.Headers;
        headers.CacheControl = "no-store";
        headers["Referrer-Policy"] = "no-referrer";
        headers["X-Robots-Tag"] = "noindex, nofollow, noarchive";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers.ContentSecurityPolicy = ApprovalPage.ContentSecurityPolicy;
        return answer.ExecuteAsync(httpContext);
    }

    /// <summary>Whether the caller is a program rather than a person in front of a browser.</summary>
    public static bool IsJsonWanted(HttpRequest request)
    {
        var accept = request.Headers.Accept.ToString();
        return accept.Contains("json", StringComparison.OrdinalIgnoreCase)
            ? !accept.Contains("text/html", StringComparison.OrdinalIgnoreCase)
            : request.HasJsonContentType() && !accept.Contains("text/html", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The answer that says why nothing was decided.</summary>
    public static LinkAnswer Of(Problem problem, HttpRequest request) =>
        new(
            IsJsonWanted(request)
                ? new ProblemResult(problem)
                : TypedResults.Content(
                    ApprovalPage.OfMessage(TitleOf(problem), problem.Detail),
                    ApprovalPage.ContentType,
                    statusCode: problem.Status
                )
        );

    private static string TitleOf(Problem problem) =>
        problem.Code switch
        {
            "Approval.Used" => "Already decided",
            "Approval.Expired" => "The link has expired",
            "Approval.NotFound" => "No such link",
            _ => "That did not work",
        };
}
