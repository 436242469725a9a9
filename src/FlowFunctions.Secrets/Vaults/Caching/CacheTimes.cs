namespace FlowFunctions.Secrets.Vaults.Caching;

/// <summary>How long a vault's answers are kept in memory.</summary>
public sealed record CacheTimes
{
    /// <summary>A value is taken without asking for so long; another instance sees a new version by then. Default 5 minutes.</summary>
    public TimeSpan Fresh { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The same for the answer that there is no such secret. Default 15 seconds.</summary>
    public TimeSpan Missing { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>While the vault cannot be reached a value is taken for so much longer. Default 1 hour.</summary>
    public TimeSpan Outage { get; init; } = TimeSpan.FromHours(1);

    /// <summary>During an outage the vault is asked again after so long. Default 15 seconds.</summary>
    public TimeSpan Retry { get; init; } = TimeSpan.FromSeconds(15);
}
