namespace FlowFunctions.App.Access.Tokens.Issuers;

/// <summary>
/// The keys of an issuer, kept for an hour. After that they are asked for anew while the old ones serve on, for a day at most; a token with
/// an unknown key has them asked for at once, but not more often than every half minute.
/// </summary>
internal sealed partial class IssuerKeys(IssuerSettings issuer, IssuerClient client, TimeProvider time, ILogger logger)
{
    /// <summary>How long keys are taken as they are.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromHours(1);

    /// <summary>How long keys serve while the issuer cannot be reached.</summary>
    public static readonly TimeSpan Usable = TimeSpan.FromDays(1);

    /// <summary>The pause between two looks for keys that tokens name and nobody knows.</summary>
    public static readonly TimeSpan RefreshPause = TimeSpan.FromSeconds(30);

    /// <summary>The pause after a failure.</summary>
    public static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private Known? _known;
    private Task<Known>? _asking;
    private long? _askedAt;

    /// <summary>Whose keys they are.</summary>
    public IssuerSettings Issuer => issuer;

    /// <summary>The issuer's description with its keys.</summary>
    /// <exception cref="IssuerException">They were never had, or not for a day.</exception>
    public async ValueTask<OpenIdConnectConfiguration> GetAsync(CancellationToken cancellationToken)
    {
        var known = Volatile.Read(ref _known);
        var age = known is null ? TimeSpan.MaxValue : time.GetElapsedTime(known.At);
        if (age < Fresh)
        {
            return known!.Configuration;
        }

        var asking = Ask(RetryPause);
        return age < Usable ? known!.Configuration : (await asking.WaitAsync(cancellationToken)).Configuration;
    }

    /// <summary>The description as it is now, for a token whose key is not in the one that the caller has.</summary>
    /// <returns>Perhaps the same: the issuer was asked a moment ago, or cannot be reached.</returns>
    public async ValueTask<OpenIdConnectConfiguration> RefreshAsync(
        OpenIdConnectConfiguration old,
        CancellationToken cancellationToken
    )
    {
        var known = Volatile.Read(ref _known);
        if (known is not null && known.Configuration != old)
        {
            return known.Configuration;
        }

        try
        {
            return (await Ask(RefreshPause).WaitAsync(cancellationToken)).Configuration;
        }
        catch (IssuerException)
        {
            return old;
        }
    }

    /// <summary>Asks, unless that is going on or was done a moment ago: whoever comes then gets that answer.</summary>
    private Task<Known> Ask(TimeSpan pause)
    {
        lock (_lock)
        {
            var isRecent = _askedAt is { } at && time.GetElapsedTime(at) < pause;
            if (_asking is null || (_asking.IsCompleted && !isRecent))
            {
                _askedAt = time.GetTimestamp();
                _asking = AskAsync();
            }

            return _asking;
        }
    }

    private async Task<Known> AskAsync()
    {
        // Nobody's request may end it: others wait for it, too.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            var known = new Known(await client.ReadAsync(issuer), time.GetTimestamp());
            Volatile.Write(ref _known, known);
            return known;
        }
        catch (IssuerException exception)
        {
            LogNotReached(issuer.Issuer, exception.Message);
            throw;
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The keys of the issuer {Issuer} cannot be read: {Reason}")]
    private partial void LogNotReached(string issuer, string reason);

    private sealed record Known(OpenIdConnectConfiguration Configuration, long At);
}
