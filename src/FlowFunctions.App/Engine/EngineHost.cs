using System.Diagnostics.CodeAnalysis;
using FlowFunctions.App.Flows;
using FlowFunctions.App.Hosting;
using FlowFunctions.App.Workspaces;
using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Embedded;
using FlowFunctions.Engine.Embedded.Payloads;
using FlowFunctions.Engine.Embedded.Plans;
using FlowFunctions.Steps.Catalog;
using FlowFunctions.Steps.Execution;

namespace FlowFunctions.App.Engine;

/// <summary>Opens the embedded engine when the app starts and hands its runs over when it stops.</summary>
[SuppressMessage("Design", "CA1001", Justification = "StopAsync disposes of the engine.")]
internal sealed class EngineHost(AppSettings settings, StepTypes types, IFlowCatalog flows, IRunRecorder recorder)
    : IHostedService
{
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(3);
    private EmbeddedEngine? _engine;

    /// <summary>The plans of the runs that this machine carries out.</summary>
    public PlanDirectory Plans => field ??= new PlanDirectory(Path.Combine(settings.DataFolder, "plans"), ResolveAsync);

    /// <summary>The engine.</summary>
    public EmbeddedEngine Engine =>
        _engine ?? throw new InvalidOperationException("The engine is not open: the app has not started yet.");

    /// <summary>The large values of open runs, beside the journal.</summary>
    public IPayloadStore Payloads =>
        field ??= new PayloadDirectory(
            Path.Combine(JournalFolder, "payloads"),
            settings.Durability,
            settings.TimeProvider
        );

    private string JournalFolder => Path.Combine(settings.DataFolder, "journal");

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var parts = new EngineParts(
            new StepExecutor(types, new SettingSecrets(settings.Secret)),
            Plans,
            recorder,
            Payloads
        );
        var options = new EmbeddedEngineOptions
        {
            Directory = JournalFolder,
            Durability = settings.Durability,
            TimeProvider = settings.TimeProvider,
        };
        _engine = await EmbeddedEngine.OpenAsync(options, parts, cancellationToken);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_engine is not null)
        {
            await _engine.DrainAsync(DrainLimit);
        }
    }

    private async ValueTask<FlowFunctions.Flows.Plans.Plan?> ResolveAsync(
        string flowId,
        CancellationToken cancellationToken
    ) => (await flows.FindAsync(Workspace.Default, flowId, version: null, cancellationToken))?.Plan;
}
