using FlowFunctions.App.Engine;
using FlowFunctions.App.Flows;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.App.Runs.Read;

/// <summary>The plans that runs ran with: on this machine if it carried them out, else from storage.</summary>
internal sealed class RunPlans(EngineFolder engine, IFlowCatalog flows)
{
    public async ValueTask<Plan?> FindAsync(string workspace, string hash, CancellationToken cancellationToken) =>
        await engine.Plans.GetAsync(hash, cancellationToken)
        ?? await flows.FindPlanAsync(workspace, hash, cancellationToken);
}
