using System.Globalization;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Requests;
using FlowFunctions.App.Workspaces;
using FlowFunctions.Storage.Flows;

namespace FlowFunctions.App.Flows.Versions;

/// <summary><c>GET /api/flows/{id}/versions</c>: versions, newest first, page by page.</summary>
internal sealed class ListVersions(FlowReader reader, FlowStore store)
{
    public async Task<IResult> HandleAsync(string flowId, HttpContext context, int? limit, string? continuation)
    {
        var size = PageSize.Of(limit);
        var below = Below(continuation);
        var flow = await reader.GetAsync(Workspace.Of(context), flowId, context.RequestAborted);
        var page = await store.ListVersionsAsync(flow, below, size, context.RequestAborted);
        return FlowJson.Answer(
            new VersionListResource(
                [.. page.Items.Select(version => VersionResource.Of(flow, version))],
                page.Continuation?.ToString(CultureInfo.InvariantCulture)
            )
        );
    }

    private static int? Below(string? continuation) =>
        string.IsNullOrEmpty(continuation) ? null
        : int.TryParse(continuation, NumberStyles.None, CultureInfo.InvariantCulture, out var below) ? below
        : throw new ProblemException(
            Problem.BadRequest("'continuation' is none of this list. Leave it out to begin again.")
        );
}
