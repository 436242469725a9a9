using FlowFunctions.App.Engine;
using FlowFunctions.App.Runs.Live;

namespace FlowFunctions.App.Runs.Records;

/// <summary>Keeps memory, tables and journal in step: a run leaves memory when its record is stored, and the journal when it is safe.</summary>
internal sealed class RecordService(
    RecordWriter writer,
    StoredRuns stored,
    LiveRuns live,
    EngineHost engine,
    TimeProvider time
) : BackgroundService
{
    private static readonly TimeSpan ReleaseEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(2);

    /// <summary>
    /// The emulator was killed and runs again: what it was told last is told again, and so is what the journal still holds.
    /// </summary>
    public void StoreAgain() => writer.StoreAgain(TakeRecent);

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        writer.Start(run =>
        {
            // In this order: at every moment it is found in the tables or here.
            live.Forget(run);
            stored.Add(run);
        });
        return base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await writer.StopAsync(StopLimit);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(ReleaseEvery, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            engine.Release(stored.TakeSafe());
        }
    }

    private IReadOnlyList<LiveRun> TakeRecent()
    {
        var recent = stored.TakeRecent();
        foreach (var run in recent)
        {
            live.Remember(run);
        }

        return recent;
    }
}
