using System.Collections.Immutable;

namespace FlowFunctions.Flows.Plans;

/// <summary>What happens after a failed attempt of a step.</summary>
public sealed record RetryPolicy
{
    /// <summary>Attempts of a policy that does not say how many.</summary>
    public const int DefaultAttempts = 3;

    /// <summary>One attempt, no retry.</summary>
    public static RetryPolicy None { get; } = new();

    /// <summary>Attempts in all, the first included; 1 to 100.</summary>
    public int MaxAttempts { get; init; } = 1;

    /// <summary>How the delay grows.</summary>
    public Backoff Backoff { get; init; } = Backoff.Exponential;

    /// <summary>Delay before the second attempt.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest delay between two attempts.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Error codes that are retried (a trailing <c>*</c> matches any rest); empty: what the error itself calls retryable.</summary>
    public ImmutableArray<string> RetryOn { get; init; } = [];

    /// <summary>Error codes that are never retried (a trailing <c>*</c> matches any rest).</summary>
    public ImmutableArray<string> NeverOn { get; init; } = [];
}

/// <summary>How the delay between attempts grows.</summary>
public enum Backoff
{
    /// <summary>The same delay each time.</summary>
    Fixed,

    /// <summary>Twice the delay each time, up to the longest, less a deterministic jitter of up to a fifth.</summary>
    Exponential,
}
