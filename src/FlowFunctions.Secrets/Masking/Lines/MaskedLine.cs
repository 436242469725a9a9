namespace FlowFunctions.Secrets.Masking.Lines;

/// <summary>A line of a log, or a part of a very long one.</summary>
/// <typeparam name="TTag">What is kept with a line.</typeparam>
/// <param name="Tag">Whatever belongs to it, for example its level and time.</param>
/// <param name="Text">The text without the line's end.</param>
/// <param name="IsContinued">Whether the line goes on in the next one of its stream.</param>
public readonly record struct MaskedLine<TTag>(TTag Tag, string Text, bool IsContinued = false);
