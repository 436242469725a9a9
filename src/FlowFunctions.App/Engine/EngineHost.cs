using System.Diagnostics.CodeAnalysis;
using FlowFunctions.App.Hosting;
using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Embedded;
using FlowFunctions.Steps.Catalog;
using FlowFunctions.Steps.Execution;

namespace FlowFunctions.App.Engine;

/// <summary>Opens the embedded engine when the app starts and hands its runs over when it stops.</summary>
[SuppressMessage("Design", "CA1001", Justification = "StopAsync disposes of the engine.")]
internal sealed class EngineHost(AppSettings settings, StepTypes types, EngineFolder folder, IRunRecorder recorder)
    : IHostedService
{
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(3);
    private EmbeddedEngine? _engine;

    /// <summary>The engine.</summary>
    public EmbeddedEngine Engine =>
        _engine ?? throw new InvalidOperationException("The engine is not open: the app has not started yet.");

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var executor = new StepExecutor(types, new SettingSecrets(settings.Secret));
        var options = new EmbeddedEngineOptions
        {
            Directory = folder.Journal,
            Durability = settings.Durability,
            TimeProvider = settings.TimeProvider,
            KeepsFinished = true,
        };
        _engine = await EmbeddedEngine.OpenAsync(
            options,
            new EngineParts(executor, folder.Plans, recorder, folder.Payloads),
            cancellationToken
        );
    }

    /// <summary>The journal need not keep these ended runs any more.</summary>
    public void Release(IReadOnlyList<string> runIds)
    {
        if (runIds.Count > 0)
        {
            _engine?.Release(runIds);
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_engine is not null)
        {
            await _engine.DrainAsync(DrainLimit);
        }
    }
}
