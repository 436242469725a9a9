namespace FlowFunctions.App.Durable;

/// <summary>Heals and purges every minute, where no timer of a Functions host calls.</summary>
internal sealed class BackendTending(IDurableEngine engine, TendingLog log, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await TendAsync(stoppingToken);
        }
    }

    private async Task TendAsync(CancellationToken stoppingToken)
    {
        try
        {
            log.Write(await engine.TendAsync(stoppingToken));
        }
#pragma warning disable CA1031 // Whatever fails now is tried again in a minute, and must not end the app.
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            log.WritePutOff(exception);
        }
    }
}
