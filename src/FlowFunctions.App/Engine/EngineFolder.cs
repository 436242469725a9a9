using FlowFunctions.App.Flows;
using FlowFunctions.App.Hosting;
using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Embedded.Payloads;
using FlowFunctions.Engine.Embedded.Plans;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.App.Engine;

/// <summary>What the engine keeps on this machine: the journal, and beside it the plans and large values of its runs.</summary>
internal sealed class EngineFolder(AppSettings settings, IFlowCatalog flows)
{
    /// <summary>The journal's folder.</summary>
    public string Journal { get; } = Path.Combine(settings.DataFolder, "journal");

    /// <summary>The plans of the runs that this machine carries out.</summary>
    public PlanDirectory Plans => field ??= new(Path.Combine(settings.DataFolder, "plans"), ResolveAsync);

    /// <summary>The large values of open runs.</summary>
    public IPayloadStore Payloads =>
        field ??= new PayloadDirectory(Path.Combine(Journal, "payloads"), settings.Durability, settings.TimeProvider);

    private async ValueTask<Plan?> ResolveAsync(string workspace, string flowId, CancellationToken cancellationToken) =>
        (await flows.FindAsync(workspace, flowId, version: null, cancellationToken))?.Plan;
}
