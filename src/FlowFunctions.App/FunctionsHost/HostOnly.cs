using FlowFunctions.App.Problems;

namespace FlowFunctions.App.FunctionsHost;

/// <summary>
/// Takes calls of the Functions host only. A page in a browser on the same machine could post to the handler's port, but no browser sends this
/// header for it without asking first (Fetch standard, CORS), and nobody here allows it.
/// </summary>
internal sealed class HostOnly : IEndpointFilter
{
    private const string InvocationId = "X-Azure-Functions-InvocationId";

    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.HttpContext.Request.Headers.ContainsKey(InvocationId)
            ? next(context)
            : new(
                new ProblemResult(
                    new Problem(
                        StatusCodes.Status403Forbidden,
                        "Host.Only",
                        $"Only the Azure Functions host calls functions here; its calls have the header {InvocationId}."
                    )
                )
            );
}
