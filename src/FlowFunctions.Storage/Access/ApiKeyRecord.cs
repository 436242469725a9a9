namespace FlowFunctions.Storage.Access;

/// <summary>A key of a program; the key itself is nowhere.</summary>
/// <param name="Id">What it is called: the beginning of its hash.</param>
/// <param name="Hash">The SHA-256 of the key.</param>
/// <param name="Name">What it is for.</param>
/// <param name="Grant">What it may do.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="CreatedBy">The id of whoever made it.</param>
/// <param name="ExpiresAt">When it ends.</param>
public sealed record ApiKeyRecord(
    string Id,
    byte[] Hash,
    string Name,
    GrantRow Grant,
    DateTimeOffset CreatedAt,
    string CreatedBy,
    DateTimeOffset ExpiresAt
)
{
    /// <summary>When it was used last, to an hour; null for never.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }
}
