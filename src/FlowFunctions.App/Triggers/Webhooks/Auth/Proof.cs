namespace FlowFunctions.App.Triggers.Webhooks.Auth;

/// <summary>What a request proves.</summary>
/// <param name="IsGood">Whether it comes from whom it should.</param>
/// <param name="Replay">What is the same in a copy of the request, when its time is signed: such a copy must start nothing; else null.</param>
/// <param name="SignedId">The delivery's id, when it is signed; else null.</param>
/// <param name="Reason">Why it proves nothing, for those who own the trigger and nobody else; nothing of what came or should have come.</param>
internal readonly record struct Proof(
    bool IsGood,
    string? Replay = null,
    string? SignedId = null,
    string? Reason = null
)
{
    /// <summary>Nothing is asked for.</summary>
    public static Proof NotNeeded => new(true);

    /// <summary>It proves nothing.</summary>
    public static Proof Bad(string reason) => new(false, Reason: reason);
}
