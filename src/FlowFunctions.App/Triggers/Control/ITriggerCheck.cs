namespace FlowFunctions.App.Triggers.Control;

/// <summary>Finds out why a trigger cannot work as it should, for people who look at it.</summary>
internal interface ITriggerCheck
{
    /// <summary>The reason, or null.</summary>
    ValueTask<TriggerProblem?> CheckAsync(ActiveTrigger trigger, CancellationToken cancellationToken);
}
