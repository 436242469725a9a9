using FlowFunctions.App.Flows.Catalog;
using FlowFunctions.App.Workspaces;

namespace FlowFunctions.App.Flows.Versions;

/// <summary><c>GET /api/flows/{id}/versions/{version}</c>: a version with its document and its files.</summary>
internal sealed class GetVersion(FlowReader reader, FlowCatalog catalog)
{
    public async Task<IResult> HandleAsync(string flowId, int version, HttpContext context)
    {
        var cancellation = context.RequestAborted;
        var flow = await reader.GetAsync(Workspace.Of(context), flowId, cancellation);
        var found = await reader.GetVersionAsync(flow, version, cancellation);
        var document = await reader.GetDocumentAsync(flow, found, cancellation);
        var plan = await catalog.FindPlanAsync(flow.Workspace, found.PlanHash, cancellation);
        return FlowJson.Answer(
            VersionResource.Of(flow, found) with
            {
                Document = document,
                Files = plan is { Files.IsEmpty: false } ? plan.Files : null,
            }
        );
    }
}
