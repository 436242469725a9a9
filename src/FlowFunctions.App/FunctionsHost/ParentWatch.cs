namespace FlowFunctions.App.FunctionsHost;

/// <summary>
/// Ends the handler when the host that started it is gone: an orphan would go on answering nobody, and hold its port. Windows ends the
/// children of the host with it.
/// </summary>
internal sealed class ParentWatch(IHostApplicationLifetime lifetime, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        // An orphan gets another parent at once.
        var parent = HostProcess.Id;
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (HostProcess.Id != parent)
            {
                lifetime.StopApplication();
                return;
            }
        }
    }
}
