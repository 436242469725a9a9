using FlowFunctions.App.Problems;

namespace FlowFunctions.App.FunctionsHost;

/// <summary>
/// Refuses requests whose body the host has lost: it forwards none that comes without <c>Content-Length</c> (RFC 9110, section 15.5.12), and
/// whoever sent it must not be told that an empty body was taken.
/// </summary>
internal static class LengthCheck
{
    /// <summary>Checks a request.</summary>
    public static Task CheckAsync(HttpContext context, RequestDelegate next) =>
        IsForwarded(context.Request.Path)
        && MayHaveBody(context.Request.Method)
        && context.Request.ContentLength is null
            ? ProblemResult.WriteAsync(
                context.Response,
                new Problem(
                    StatusCodes.Status411LengthRequired,
                    "Request.LengthRequired",
                    "The Azure Functions host drops the body of a request without Content-Length. Send it with Content-Length, not in chunks; "
                        + "without a body send Content-Length: 0."
                )
            )
            : next(context);

    private static bool IsForwarded(PathString path) =>
        path.StartsWithSegments("/api", StringComparison.Ordinal)
        || path.StartsWithSegments("/hooks", StringComparison.Ordinal);

    private static bool MayHaveBody(string method) =>
        HttpMethods.IsPost(method) || HttpMethods.IsPut(method) || HttpMethods.IsPatch(method);
}
