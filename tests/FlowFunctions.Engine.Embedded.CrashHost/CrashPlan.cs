using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Tests;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.Embedded.CrashHost;

/// <summary>The one flow: five steps, two of them side by side.</summary>
internal sealed class CrashPlan : IPlanSource
{
    public static Plan Plan { get; } =
        PlanBuilder
            .Of("a", "b", "c", "d", "e")
            .Edge("a", "b")
            .Edge("a", "c")
            .Edge("b", "d")
            .Edge("c", "d")
            .Edge("d", "e")
            .Build();

    public ValueTask<Plan?> GetAsync(string hash, CancellationToken cancellationToken) =>
        ValueTask.FromResult<Plan?>(Plan);

    public ValueTask<Plan?> ResolveAsync(string workspace, string flowId, CancellationToken cancellationToken) =>
        ValueTask.FromResult<Plan?>(null);

    public ValueTask KeepAsync(Plan plan, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
