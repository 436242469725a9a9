using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Security.KeyVault.Secrets;

namespace FlowFunctions.Secrets.Vaults.KeyVault;

/// <summary>How Azure Key Vault is asked.</summary>
public sealed record KeyVaultOptions
{
    /// <summary>How often a request is tried again that failed or was throttled. Default 4.</summary>
    public int MaxRetries { get; init; } = 4;

    /// <summary>The pause before the first repetition; each is about twice the one before, unless the vault says how long. Default 500 ms.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest one try may take. Default 10 seconds.</summary>
    public TimeSpan TryLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest one operation may take with all its tries, also when the vault asks for a longer pause. Default 30 seconds.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long to wait before looking again whether a secret is recovered. Default 1 second.</summary>
    public TimeSpan RecoveryPoll { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Sends requests; null for the library's own way.</summary>
    public HttpPipelineTransport? Transport { get; init; }

    internal SecretClientOptions ForClient()
    {
        var options = new SecretClientOptions();
        options.Retry.Mode = RetryMode.Exponential;
        options.Retry.MaxRetries = MaxRetries;
        options.Retry.Delay = RetryDelay;
        options.Retry.MaxDelay = Limit;
        options.Retry.NetworkTimeout = TryLimit;
        options.Diagnostics.IsLoggingContentEnabled = false;
        if (Transport is not null)
        {
            options.Transport = Transport;
        }

        return options;
    }
}
