namespace FlowFunctions.Secrets.Vaults.Caching;

/// <summary>What a vault has answered.</summary>
/// <param name="Secret">The secret, or null for none.</param>
/// <param name="At">When, as a time stamp.</param>
/// <param name="Fresh">How long it is good.</param>
internal sealed record CachedAnswer(Secret? Secret, long At, TimeSpan Fresh)
{
    /// <summary>Until when it is taken because the vault cannot be reached.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>Whether it is taken without asking.</summary>
    public bool IsGood(TimeProvider time) => time.GetElapsedTime(At) < Fresh || RetryAt > time.GetUtcNow();
}
