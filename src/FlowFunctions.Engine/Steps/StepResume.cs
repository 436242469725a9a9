using FlowFunctions.Engine.Payloads;

namespace FlowFunctions.Engine.Steps;

/// <summary>The answer to what a step asked for with its last <see cref="StepOutcome"/>.</summary>
public abstract record StepResume
{
    private StepResume() { }

    /// <summary>The time waited for has come.</summary>
    public sealed record TimeReached : StepResume
    {
        /// <summary>The only value.</summary>
        public static TimeReached Instance { get; } = new();
    }

    /// <summary>The time has come that the attempt was put off until (<see cref="StepOutcome.PutOff"/>); it has not begun yet.</summary>
    /// <param name="Ticket">Its place in the queue, as it was put off with.</param>
    public sealed record TurnCame(long Ticket) : StepResume;

    /// <summary>The signal waited for has come.</summary>
    /// <param name="Payload">What it carries.</param>
    public sealed record SignalReceived(Payload Payload) : StepResume;

    /// <summary>All iterations have ended.</summary>
    /// <param name="Results">
    /// The results in item order, or, when <paramref name="Chunked"/>, arrays of results as the step type wrote them for each chunk.
    /// </param>
    /// <param name="OnItemFailure">As the loop asked.</param>
    /// <param name="Chunked">Whether the loop was split into child runs.</param>
    public sealed record Iterated(IReadOnlyList<IterationResult> Results, ItemFailureMode OnItemFailure, bool Chunked)
        : StepResume;

    /// <summary>One more iteration has ended.</summary>
    /// <param name="Iterations">Iterations so far.</param>
    /// <param name="Last">The last one's output.</param>
    public sealed record Repeated(int Iterations, Payload Last) : StepResume;

    /// <summary>The flow that was called has succeeded.</summary>
    /// <param name="Output">Its output.</param>
    public sealed record Called(Payload Output) : StepResume;
}

/// <summary>How one iteration of a loop ended: with an output or an error.</summary>
/// <param name="Output">The iteration's output; null when it failed.</param>
/// <param name="Error">Why it failed; null when it succeeded.</param>
public readonly record struct IterationResult(Payload? Output, StepError? Error);
