using FlowFunctions.App.Engine;
using FlowFunctions.Engine.Runs;

namespace FlowFunctions.App.Local;

/// <summary>
/// Reports that the journal is open: services are started in the order in which they were added, so this one, added last, is started
/// when the engine runs and before the web server listens.
/// </summary>
internal sealed class JournalOpened(EngineHost engine, StartReport report, TimeProvider time) : IHostedService
{
    private readonly long _begin = time.GetTimestamp();

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var open = await engine.ListOpenAsync(cancellationToken);
        var runs = open.Count(static id => !id.Contains(RunIds.ChildSeparator, StringComparison.Ordinal));
        report.Ended(
            "Journal",
            runs switch
            {
                0 => "open; no run was interrupted",
                1 => "open; 1 run goes on",
                _ => $"open; {runs} runs go on",
            },
            time.GetElapsedTime(_begin)
        );
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
