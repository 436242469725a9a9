using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace FlowFunctions.App.Problems;

/// <summary>Answers with a problem.</summary>
internal sealed class ProblemResult(Problem problem) : IResult, IStatusCodeHttpResult
{
    private const string ContentType = "application/problem+json";

    public int? StatusCode => problem.Status;

    public Task ExecuteAsync(HttpContext httpContext) => WriteAsync(httpContext.Response, problem);

    /// <summary>Writes the answer; nothing of it may have been sent yet.</summary>
    public static async Task WriteAsync(HttpResponse response, Problem problem)
    {
        response.StatusCode = problem.Status;
        response.ContentType = ContentType;
        if (problem.RetryAfter is { } after)
        {
            response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(after.TotalSeconds))
                .ToString(CultureInfo.InvariantCulture);
        }

        var body = new ProblemBody(
            "about:blank",
            ReasonPhrases.GetReasonPhrase(problem.Status),
            problem.Status,
            problem.Code,
            problem.Detail,
            problem.Errors
        );
        if (!HttpMethods.IsHead(response.HttpContext.Request.Method))
        {
            await JsonSerializer.SerializeAsync(
                response.Body,
                body,
                ProblemJson.Default.ProblemBody,
                response.HttpContext.RequestAborted
            );
        }
    }
}

/// <summary>Problem details (RFC 9457) with this API's extensions <c>code</c> and <c>errors</c>.</summary>
/// <param name="Type">Always <c>about:blank</c>: the code says what it is.</param>
/// <param name="Title">The HTTP status in words.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">What programs read.</param>
/// <param name="Detail">What happened and what to do.</param>
/// <param name="Errors">What is wrong in the document that was sent.</param>
internal sealed record ProblemBody(
    string Type,
    string Title,
    int Status,
    string Code,
    string Detail,
    IReadOnlyList<ProblemItem>? Errors
);
