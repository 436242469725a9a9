using FlowFunctions.App.Flows;
using FlowFunctions.App.Workspaces;
using FlowFunctions.Engine.Contracts;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.App.Durable;

/// <summary>Plans from the storage account, where every instance finds them.</summary>
internal sealed class StoredPlans(IFlowCatalog flows) : IPlanSource
{
    /// <inheritdoc/>
    /// <remarks>Plans are named by the hash of their content, and are the same in every workspace.</remarks>
    public ValueTask<Plan?> GetAsync(string hash, CancellationToken cancellationToken) =>
        flows.FindPlanAsync(Workspace.Default, hash, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<Plan?> ResolveAsync(string workspace, string flowId, CancellationToken cancellationToken) =>
        (await flows.FindAsync(workspace, flowId, version: null, cancellationToken))?.Plan;

    /// <inheritdoc/>
    /// <remarks>The plans that runs start from were read from the storage, which never deletes one.</remarks>
    public ValueTask KeepAsync(Plan plan, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
