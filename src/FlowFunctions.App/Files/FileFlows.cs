using FlowFunctions.App.Flows;
using FlowFunctions.Flows.Catalog;
using FlowFunctions.Flows.Files;
using FlowFunctions.Flows.Plans;
using FlowFunctions.Storage.Files;
using FlowFunctions.Storage.Flows;

namespace FlowFunctions.App.Files;

/// <summary>Tells whether the flow in whose folder a file is has it as it is now.</summary>
internal sealed class FileFlows(FlowStore flows, IFlowCatalog catalog, IStepCatalog types)
{
    /// <summary>The flow; null when there is none, when it uses no files, or when it does not take this one along.</summary>
    public async Task<FileFlowResource?> FindAsync(
        string workspace,
        StoredFile file,
        CancellationToken cancellationToken
    )
    {
        var path = file.Path.Value;
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || !FlowFilePath.IsPinned(path[(slash + 1)..]))
        {
            return null;
        }

        if (
            await flows.GetAsync(workspace, path[..slash], cancellationToken) is not { } flow
            || await catalog.FindPlanAsync(workspace, flow.PlanHash, cancellationToken) is not { } plan
            || !UsesFiles(plan.Root)
        )
        {
            return null;
        }

        var isCurrent = plan.Files.GetValueOrDefault(path[(slash + 1)..]) == file.Sha256;
        return new FileFlowResource(flow.Id, flow.Version, isCurrent);
    }

    private bool UsesFiles(PlanScope scope) =>
        scope.Steps.Any(step =>
            types.TryFind(step.Type, out var type) && type.FileInputs.Count > 0
            || step.Body is { } body && UsesFiles(body)
        );
}
