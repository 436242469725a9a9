using FlowFunctions.App.Runs.Live;

namespace FlowFunctions.App.Access;

/// <summary>The flow that a request is about, for callers whose role is for some flows only: by the path, the run, or the filter of a list.</summary>
internal sealed class FlowOfRequest(IRunSource runs)
{
    private const string Id = "id";

    /// <summary>The flow's id; null for what is no flow's alone.</summary>
    public async ValueTask<string?> FindAsync(HttpContext context, string workspace)
    {
        // The pattern of a group's own route ends with a slash.
        var pattern = ((context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "").TrimEnd('/');
        var id = context.Request.RouteValues[Id] as string;
        return pattern.StartsWith("/api/flows/{id}", StringComparison.Ordinal) ? id
            : pattern.StartsWith("/api/triggers/{id}", StringComparison.Ordinal)
            || pattern.StartsWith("/api/schedules/{id}", StringComparison.Ordinal)
                ? Before(id, '.')
            : pattern.StartsWith("/api/runs/{id}", StringComparison.Ordinal)
                ? await OfRunAsync(workspace, id!, context.RequestAborted)
            : pattern.Contains("{**path}", StringComparison.Ordinal)
                ? Before(context.Request.RouteValues["path"] as string, '/')
            : pattern is "/api/runs" or "/api/events" or "/api/schedules" or "/api/triggers"
                ? Only(context.Request.Query["flow"])
            : pattern == "/api/files" ? Before(Only(context.Request.Query["prefix"]), '/')
            : null;
    }

    private async ValueTask<string?> OfRunAsync(string workspace, string runId, CancellationToken cancellationToken) =>
        (await runs.FindAsync(workspace, runId, cancellationToken))?.Header.FlowId;

    private static string? Before(string? text, char separator) =>
        text?.IndexOf(separator, StringComparison.Ordinal) is > 0 and var at ? text[..at] : null;

    private static string? Only(Microsoft.Extensions.Primitives.StringValues values) =>
        values is [{ Length: > 0 } one] ? one : null;
}
