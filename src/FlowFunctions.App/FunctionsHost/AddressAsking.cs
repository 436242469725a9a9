namespace FlowFunctions.App.FunctionsHost;

/// <summary>Asks this process's own host for the addresses of the durable client until they are known.</summary>
internal sealed partial class AddressAsking(
    FunctionsHostSettings settings,
    DurableClientAddresses addresses,
    TimeProvider time,
    ILogger<AddressAsking> logger
) : BackgroundService
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (settings.HostAddress is not { } host)
        {
            LogNoAddress();
            return;
        }

        using var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { BaseAddress = host, Timeout = Patience };
        for (var pause = FirstPause; !await TryAskAsync(client, stoppingToken); pause = Longer(pause))
        {
            await Task.Delay(pause, time, stoppingToken);
        }
    }

    private static TimeSpan Longer(TimeSpan pause) => pause * 2 < LongestPause ? pause * 2 : LongestPause;

    /// <returns>Whether the addresses are known, from whomever.</returns>
    private async Task<bool> TryAskAsync(HttpClient client, CancellationToken stoppingToken)
    {
        try
        {
            var path = $"{Client.Route}?{Client.NonceParameter}={addresses.NewNonce()}";
            using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), stoppingToken);
        }
        catch (Exception exception)
            when (exception is HttpRequestException or OperationCanceledException
                && !stoppingToken.IsCancellationRequested
            )
        {
            // The host answers when it has started; until then it is asked again.
            LogNotYet(exception.Message);
        }

        return addresses.Current is not null;
    }

    [LoggerMessage(
        1,
        LogLevel.Warning,
        "ASPNETCORE_URLS does not say where the host listens: runs can be started once the timer has called, within a minute"
    )]
    private partial void LogNoAddress();

    [LoggerMessage(2, LogLevel.Debug, "The host does not answer yet: {Reason}")]
    private partial void LogNotYet(string reason);
}
