using System.Collections.Concurrent;
using FlowFunctions.App.Flows;
using FlowFunctions.Flows.Compilation;
using FlowFunctions.Flows.Plans;
using FlowFunctions.Steps.Catalog;

namespace FlowFunctions.App.Tests.Apps;

internal sealed class MemoryCatalog : IFlowCatalog
{
    private readonly ConcurrentDictionary<string, RunnableFlow> _flows = new(StringComparer.Ordinal);

    public void Add(string document)
    {
        using var types = StepTypes.BuiltIn();
        var plan = new FlowCompiler(types).Compile(document).Plan!;
        _flows[plan.FlowId] = new RunnableFlow(plan.FlowId, 1, plan);
    }

    public ValueTask<RunnableFlow?> FindAsync(
        string workspace,
        string flowId,
        int? version,
        CancellationToken cancellationToken
    ) => ValueTask.FromResult(_flows.GetValueOrDefault(flowId));

    public ValueTask<RunnableFlow?> FindPinnedAsync(
        string workspace,
        string flowId,
        int version,
        string generation,
        CancellationToken cancellationToken
    ) => FindAsync(workspace, flowId, version, cancellationToken);

    public ValueTask<bool> ExistsAsync(string workspace, string flowId, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_flows.ContainsKey(flowId));

    public ValueTask<Plan?> FindPlanAsync(string workspace, string hash, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_flows.Values.FirstOrDefault(flow => flow.Plan.Hash == hash)?.Plan);
}
