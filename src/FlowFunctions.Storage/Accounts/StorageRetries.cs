using Azure.Core;

namespace FlowFunctions.Storage.Accounts;

/// <summary>
/// How long a try may take and how often it is repeated. A request fails for good after some 3 s where nobody listens, and after 103 s where
/// nobody answers.
/// </summary>
internal static class StorageRetries
{
    private const int MaxRetries = 4;
    private static readonly TimeSpan TryLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    public static TOptions Set<TOptions>(TOptions options)
        where TOptions : ClientOptions
    {
        options.Retry.Mode = RetryMode.Exponential;
        options.Retry.MaxRetries = MaxRetries;
        options.Retry.Delay = FirstPause;
        options.Retry.MaxDelay = LongestPause;
        options.Retry.NetworkTimeout = TryLimit;
        return options;
    }
}
