using FlowFunctions.Storage.Triggers;

namespace FlowFunctions.App.Triggers.Webhooks.Captures;

/// <summary>Deletes captured requests that have expired, every hour.</summary>
internal sealed partial class CaptureCleaning(CaptureStore store, TimeProvider time, ILogger<CaptureCleaning> logger)
    : BackgroundService
{
    private const int AtOnce = 100;
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                while (await store.CleanAsync(AtOnce, stoppingToken) == AtOnce)
                {
                    // There may be more.
                }
            }
#pragma warning disable CA1031 // Storage may fail in any way, and what fails here would end the app.
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                LogPutOff(exception);
            }
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Expired captured requests could not be deleted; they are in an hour")]
    private partial void LogPutOff(Exception exception);
}
