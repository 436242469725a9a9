using System.Diagnostics.CodeAnalysis;

namespace FlowFunctions.Engine.DurableTask.Folding;

/// <summary>A history does not fit what the run asked for when it was replayed.</summary>
/// <param name="found">What the history holds.</param>
/// <param name="expected">What the run asked for.</param>
[SuppressMessage("Design", "CA1032", Justification = "Made from what was found and expected only.")]
[SuppressMessage("Design", "CA1064", Justification = "Caught where the turn is carried out.")]
internal sealed class NonDeterministicException(string found, string expected)
    : Exception(
        $"The history of the run does not fit its flow: it holds {found} where the flow asks for {expected}. The app was replaced by one that decides differently; bring the earlier one back, or start the run again."
    );
