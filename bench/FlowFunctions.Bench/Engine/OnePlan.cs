using FlowFunctions.Engine.Contracts;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Bench.Engine;

/// <summary>The one plan of a benchmark.</summary>
internal sealed class OnePlan(Plan plan) : IPlanSource
{
    public ValueTask<Plan?> GetAsync(string hash, CancellationToken cancellationToken) =>
        ValueTask.FromResult(hash == plan.Hash ? plan : null);

    public ValueTask<Plan?> ResolveAsync(string workspace, string flowId, CancellationToken cancellationToken) =>
        ValueTask.FromResult<Plan?>(null);

    public ValueTask KeepAsync(Plan kept, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
