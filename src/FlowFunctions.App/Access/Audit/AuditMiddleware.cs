using FlowFunctions.App.Access.Roles;

namespace FlowFunctions.App.Access.Audit;

/// <summary>
/// Records what routes do that change something, before the answer is sent. An operation is refused before it begins where it could not be recorded.
/// </summary>
internal sealed class AuditMiddleware(RequestDelegate next, AuditTrail trail)
{
    public Task InvokeAsync(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<AccessRule>()?.Action is { } action
            ? ServeAsync(context, action)
            : next(context);

    private async Task ServeAsync(HttpContext context, string action)
    {
        trail.Check();
        var once = new Once();
        context.Response.OnStarting(() => RecordAsync(context, action, once));
        try
        {
            await next(context);
        }
        catch when (context.RequestAborted.IsCancellationRequested)
        {
            await RecordAsync(context, action, once);
            throw;
        }

        if (context.Response.StatusCode < StatusCodes.Status400BadRequest)
        {
            // An answer without a body begins when nobody can change it any more. What is left of the others gets a body yet.
            await RecordAsync(context, action, once);
        }
    }

    private async Task RecordAsync(HttpContext context, string action, Once once)
    {
        if (!once.Happened)
        {
            once.Happened = true;
            await trail.RecordAsync(context, action);
        }
    }

    private sealed class Once
    {
        public bool Happened { get; set; }
    }
}
