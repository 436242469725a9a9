using FlowFunctions.App.Problems;
using Microsoft.AspNetCore.Http.Features;

namespace FlowFunctions.App.FunctionsHost;

/// <summary>
/// Takes calls of the Functions host only. A page in a browser on the same machine could post to the handler's port, but no browser sends the
/// invocation's header without asking first (Fetch standard, CORS), and nobody here allows it. The host sends that header with requests that it
/// forwards, too, whose path a stranger may have bent: those keep their caller's <c>Host</c>, and what a front end adds.
/// </summary>
internal sealed class HostOnly : IEndpointFilter
{
    private const string InvocationId = "X-Azure-Functions-InvocationId";

    private static readonly string[] Marks =
    [
        "Forwarded",
        "Via",
        "DISGUISED-HOST",
        "X-Original-Host",
        "X-Original-URL",
        "X-WAWS-Unencoded-URL",
    ];

    private static readonly string[] MarkPrefixes = ["X-Forwarded-", "X-ARR-"];

    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        IsOfHost(context.HttpContext)
            ? next(context)
            : new(
                new ProblemResult(
                    new Problem(
                        StatusCodes.Status403Forbidden,
                        "Host.Only",
                        $"Only the Azure Functions host calls functions here; its calls have the header {InvocationId}, and nobody forwarded them."
                    )
                )
            );

    private static bool IsOfHost(HttpContext context) =>
        context.Request.Headers[InvocationId].Count == 1
        && IsLoopback(context.Request.Host.Host)
        && !context.Request.Headers.Keys.Any(IsMark)
        && context.Features.Get<IHttpRequestFeature>() is { } request
        && !request.RawTarget.Contains('?', StringComparison.Ordinal);

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || host is "127.0.0.1" or "[::1]";

    private static bool IsMark(string header) =>
        Marks.Contains(header, StringComparer.OrdinalIgnoreCase)
        || Array.Exists(MarkPrefixes, prefix => header.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
}
