using FlowFunctions.App.Flows;
using FlowFunctions.Engine.Contracts;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.App.Runs.Read;

/// <summary>The plans that runs ran with: from where the engine finds them, else from storage.</summary>
internal sealed class RunPlans(IPlanSource engine, IFlowCatalog flows)
{
    public async ValueTask<Plan?> FindAsync(string workspace, string hash, CancellationToken cancellationToken) =>
        await engine.GetAsync(hash, cancellationToken) ?? await flows.FindPlanAsync(workspace, hash, cancellationToken);
}
