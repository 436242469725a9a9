namespace FlowFunctions.App.Hosting;

/// <summary>Deletes what has expired, every hour.</summary>
/// <param name="what">What is deleted, for the log.</param>
/// <param name="atOnce">How many are deleted in one step.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told when it cannot be done.</param>
internal abstract partial class HourlyCleaning(string what, int atOnce, TimeProvider time, ILogger logger)
    : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    /// <summary>Deletes some.</summary>
    /// <returns>How many were found; fewer than the limit when no more may be left.</returns>
    protected abstract Task<int> CleanAsync(int limit, CancellationToken cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                while (await CleanAsync(atOnce, stoppingToken) == atOnce)
                {
                    // There may be more.
                }
            }
#pragma warning disable CA1031 // Storage may fail in any way, and what fails here would end the app.
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                LogPutOff(exception, what);
            }
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Expired {What} could not be deleted; they are in an hour")]
    private partial void LogPutOff(Exception exception, string what);
}
