namespace FlowFunctions.App.Triggers.Control;

/// <summary>
/// Two flows that were published at the same moment, by two processes, may want the same: then only one of them has it.
/// </summary>
internal sealed class ClaimCheck(TriggerClaims claims) : ITriggerCheck
{
    /// <inheritdoc/>
    public ValueTask<TriggerProblem?> CheckAsync(ActiveTrigger trigger, CancellationToken cancellationToken)
    {
        var key = trigger.Key;
        return ValueTask.FromResult(
            claims.FindHolder(key.Workspace, key.FlowId, trigger.Definition) is { } holder
            && TriggerClaims.ProblemOf(trigger.Definition, $"'{holder.Key.Id}'") is var problem
                ? new TriggerProblem(problem.Code, $"{problem.Message} {problem.Hint}")
                : null
        );
    }
}
