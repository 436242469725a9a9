namespace FlowFunctions.Storage.Triggers;

/// <summary>A trigger that somebody has paused.</summary>
/// <param name="FlowId">Its flow.</param>
/// <param name="TriggerId">Its id in the flow.</param>
/// <param name="At">Since when.</param>
/// <param name="By">Who did it, or null.</param>
/// <param name="Reason">Why, in at most 1,000 characters, or null.</param>
public sealed record TriggerPause(string FlowId, string TriggerId, DateTimeOffset At, string? By, string? Reason);
