using System.Globalization;
using System.Text.Encodings.Web;
using FlowFunctions.App.Problems;
using Microsoft.Net.Http.Headers;

namespace FlowFunctions.App.Site;

/// <summary>Answers for a site that is not there: a page for a browser, which asks again by itself while the site is being built; a problem for programs.</summary>
internal sealed class SiteAbsence(Problem why, SiteHeaders headers) : IResult
{
    private const string Style = """
        body{font:16px/1.5 system-ui,sans-serif;margin:0;color-scheme:light dark;background:Canvas;color:CanvasText}
        main{max-width:36rem;margin:12vh auto;padding:0 1.5rem;overflow-wrap:anywhere}
        """;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        headers.Set(response, isForEver: false);
        response.Headers.Vary = HeaderNames.Accept;
        if (!WantsPage(httpContext.Request))
        {
            await ProblemResult.WriteAsync(response, why);
            return;
        }

        response.StatusCode = why.Status;
        response.ContentType = "text/html; charset=utf-8";
        if (Seconds is { } seconds)
        {
            response.Headers.RetryAfter = seconds;
        }

        await response.WriteAsync(Page(), httpContext.RequestAborted);
    }

    private string? Seconds => why.RetryAfter?.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);

    private static bool WantsPage(HttpRequest request) =>
        request.GetTypedHeaders().Accept.Any(static accepted => accepted.MediaType == "text/html");

    private string Page()
    {
        var refresh = Seconds is { } seconds ? $"""<meta http-equiv="refresh" content="{seconds}">""" : "";
        var title = Seconds is null ? "The builder is not there" : "The builder is being built";
        return $"""
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">{refresh}
            <title>{title}</title><style>{Style}</style></head>
            <body><main><h1>{title}</h1><p>{HtmlEncoder.Default.Encode(why.Detail)}</p></main></body></html>
            """;
    }
}
