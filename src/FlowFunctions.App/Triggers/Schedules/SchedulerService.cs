namespace FlowFunctions.App.Triggers.Schedules;

/// <summary>Runs the schedules from the moment that the app has started until it begins to stop.</summary>
internal sealed class SchedulerService(Scheduler scheduler, IHostApplicationLifetime app) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The engine is opened after this is called, and drained before this is told to stop.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, app.ApplicationStopping);
        using var started = CancellationTokenSource.CreateLinkedTokenSource(stop.Token, app.ApplicationStarted);
        await Task.Delay(Timeout.Infinite, started.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!stop.IsCancellationRequested)
        {
            await scheduler.RunAsync(stop.Token);
        }
    }
}
