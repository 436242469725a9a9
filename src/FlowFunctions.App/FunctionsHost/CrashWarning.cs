namespace FlowFunctions.App.FunctionsHost;

/// <summary>Says loudly when the host starts the handler again and again.</summary>
internal sealed partial class CrashWarning(
    FunctionsHostSettings settings,
    TimeProvider time,
    ILogger<CrashWarning> logger
) : IHostedService
{
    private const int Alarming = 3;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (settings.StartsFile is { } file)
        {
            Count(new HandlerStarts(file, time));
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Count(HandlerStarts starts)
    {
        try
        {
            var count = starts.Add(HostProcess.Id);
            if (count >= Alarming)
            {
                LogStarts(count, HandlerStarts.Window.TotalMinutes);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogUnknown(exception.Message);
        }
    }

    [LoggerMessage(
        1,
        LogLevel.Error,
        "The Functions host has started this app {Starts} times within {Minutes:0} minutes. At the third exit in that time the host stops itself, and no run goes on. See the lines before each exit in the host's log (memory, a crash in a step, a timeout of a function)"
    )]
    private partial void LogStarts(int starts, double minutes);

    [LoggerMessage(2, LogLevel.Warning, "It cannot be told how often this app was started lately: {Reason}")]
    private partial void LogUnknown(string reason);
}
