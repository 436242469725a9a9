namespace FlowFunctions.App.Hosting;

/// <summary>
/// What every answer is sent with unless it says otherwise: data is nothing that a browser shows as a page, keeps, or lets other sites have. The
/// builder's files, links to approvals and flows' answers to webhooks have policies of their own.
/// </summary>
internal sealed class AnswerHeaders(RequestDelegate next)
{
    private const string OwnPolicy = "/hooks";

    public Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(static state => SetAsync((HttpContext)state), context);
        return next(context);
    }

    private static Task SetAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.TryAdd("Referrer-Policy", "no-referrer");
        if (context.Request.IsHttps)
        {
            headers.StrictTransportSecurity = "max-age=31536000";
        }

        if (!context.Request.Path.StartsWithSegments(OwnPolicy, StringComparison.OrdinalIgnoreCase))
        {
            headers.TryAdd("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox");
            headers.TryAdd("X-Frame-Options", "DENY");
            headers.TryAdd("Cross-Origin-Resource-Policy", "same-origin");
            headers.TryAdd("Cache-Control", "no-store");
        }

        return Task.CompletedTask;
    }
}
