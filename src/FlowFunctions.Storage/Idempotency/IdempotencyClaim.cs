namespace FlowFunctions.Storage.Idempotency;

/// <summary>What became of a claim to a key.</summary>
/// <param name="RunId">The run that the key stands for.</param>
/// <param name="IsNew">Whether the claim won: the run is the caller's, and the caller must start it.</param>
/// <param name="Matches">Whether the key was claimed for the same request.</param>
public sealed record IdempotencyClaim(string RunId, bool IsNew, bool Matches);
