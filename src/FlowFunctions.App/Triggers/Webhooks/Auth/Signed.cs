using System.Collections.Immutable;

namespace FlowFunctions.App.Triggers.Webhooks.Auth;

/// <summary>What a request says of its signature.</summary>
/// <param name="Signatures">The signatures that it carries; one of them must be right. Senders that change their key send several.</param>
/// <param name="Prefix">What is signed before the body.</param>
/// <param name="SignedAt">The time that is signed as well, or null.</param>
/// <param name="SignedId">The delivery's id, if it is signed as well; else null.</param>
internal sealed record Signed(
    ImmutableArray<byte[]> Signatures,
    byte[] Prefix,
    DateTimeOffset? SignedAt = null,
    string? SignedId = null
);
