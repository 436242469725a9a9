using FlowFunctions.Storage.Idempotency;

namespace FlowFunctions.App.Runs.Start;

/// <summary>Deletes the keys that have expired, every hour.</summary>
internal sealed partial class IdempotencyCleaning(
    IdempotencyStore claims,
    TimeProvider time,
    ILogger<IdempotencyCleaning> logger
) : BackgroundService
{
    private const int AtOnce = 500;
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                while (await claims.CleanAsync(AtOnce, stoppingToken) == AtOnce)
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

    [LoggerMessage(1, LogLevel.Warning, "Expired idempotency keys could not be deleted; they are in an hour")]
    private partial void LogPutOff(Exception exception);
}
