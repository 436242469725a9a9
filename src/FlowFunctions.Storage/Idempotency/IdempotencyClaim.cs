using Azure;
using FlowFunctions.Storage.Accounts;

namespace FlowFunctions.Storage.Idempotency;

/// <summary>What became of a claim to a key.</summary>
/// <param name="RunId">The run that the key stands for.</param>
/// <param name="IsNew">Whether the claim won: the run is the caller's, and the caller must start it.</param>
/// <param name="Matches">Whether the key was claimed for the same request.</param>
public sealed record IdempotencyClaim(string RunId, bool IsNew, bool Matches)
{
    /// <summary>The process that starts the run, or has started it; null when any process may start it, as often as it likes.</summary>
    public string? Starter { get; init; }

    /// <summary>Whether the starter has said that the run has begun.</summary>
    public bool HasStarted { get; init; }

    /// <summary>Whether somebody has asked by <see cref="IdempotencyStore.TryDoubtAsync"/> whether the starter is still there.</summary>
    public bool IsDoubted { get; init; }

    /// <summary>How long ago the claim was last written, by the storage account's clock; never more than it was.</summary>
    public TimeSpan Age { get; init; }

    /// <summary>The tenant.</summary>
    public string Workspace =>
        TableKey.Text(Place.Partition[..Place.Partition.IndexOf(TableKey.Separator, StringComparison.Ordinal)]);

    /// <summary>Its partition and its row.</summary>
    internal (string Partition, string Row) Place { get; init; }

    /// <summary>Which version of it was read or written; a change holds only while that is the stored one.</summary>
    internal ETag Version { get; init; }
}
