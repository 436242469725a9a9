namespace FlowFunctions.App.Triggers.Control;

/// <summary>A trigger may not have what it wants.</summary>
internal sealed class ClaimCheck(TriggerClaims claims) : ITriggerCheck
{
    /// <inheritdoc/>
    public ValueTask<TriggerProblem?> CheckAsync(ActiveTrigger trigger, CancellationToken cancellationToken) =>
        ValueTask.FromResult(claims.ProblemOf(trigger));
}
