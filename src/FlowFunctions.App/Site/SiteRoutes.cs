using FlowFunctions.App.Access.Roles;
using FlowFunctions.App.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace FlowFunctions.App.Site;

/// <summary>The builder: a static site that the app serves beside its API.</summary>
internal static class SiteRoutes
{
    // The build puts a hash of the content into the names of these files.
    private const string Hashed = "assets/";

    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    // What is unknown there is no page of the site.
    private static readonly string[] Others = ["api/", "hooks/", "approvals/"];

    /// <summary>Adds the site.</summary>
    public static IServiceCollection AddSite(this IServiceCollection services, AppSettings settings) =>
        services.AddSingleton<SiteHeaders>().AddSingleton(_ => new SiteSource(SiteMap.Read(settings.SiteFolder)));

    /// <summary>Serves the site at all paths that nothing else answers.</summary>
    public static void MapSite(this IEndpointRouteBuilder routes) =>
        routes
            .MapMethods(
                "/{**path}",
                Methods,
                (HttpContext context, SiteSource site, SiteHeaders headers, string? path) =>
                    Answer(context, site.Current, headers, path ?? "")
            )
            .OpenTo("everybody: the builder's files, which hold no data")
            .ExcludeFromDescription()
            .DisableHttpMetrics();

    private static IResult Answer(HttpContext context, SiteState site, SiteHeaders headers, string path)
    {
        if (Array.Exists(Others, other => path.StartsWith(other, StringComparison.Ordinal)) || path is "api" or "hooks")
        {
            return TypedResults.NotFound();
        }

        return site.Files is null ? new SiteAbsence(site.Why!, headers)
            : site.Files.Find(path) is { } file ? Send(context, file, headers)
            : TypedResults.NotFound();
    }

    private static FileContentHttpResult Send(HttpContext context, SiteFile file, SiteHeaders headers)
    {
        headers.Set(context.Response, file.Name.StartsWith(Hashed, StringComparison.Ordinal));
        var form = file.Forms.First(form => form.Encoding is null || Accepts(context.Request, form.Encoding));
        if (file.Forms.Count > 1)
        {
            context.Response.Headers.Vary = HeaderNames.AcceptEncoding;
        }

        if (form.Encoding is not null)
        {
            context.Response.Headers.ContentEncoding = form.Encoding;
        }

        return TypedResults.Bytes(form.Content, file.ContentType, entityTag: form.ETag);
    }

    private static bool Accepts(HttpRequest request, string encoding) =>
        request
            .GetTypedHeaders()
            .AcceptEncoding.Any(accepted => accepted.Value == encoding && accepted.Quality is not 0);
}
