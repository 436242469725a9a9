namespace FlowFunctions.Engine.DurableTask.Loops;

/// <summary>What a round of a loop came to.</summary>
/// <param name="Text">The input of the next round.</param>
/// <param name="Pause">How long to wait before it.</param>
internal sealed record LoopAnswer(string Text, TimeSpan Pause);
