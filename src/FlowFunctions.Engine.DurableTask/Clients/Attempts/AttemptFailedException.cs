using System.Diagnostics.CodeAnalysis;

namespace FlowFunctions.Engine.DurableTask.Clients.Attempts;

/// <summary>One attempt of a call failed. It never leaves this assembly: <see cref="Repetition"/> repeats the call or says that the backend is unavailable.</summary>
[SuppressMessage("Design", "CA1032", Justification = "Thrown with a message that says what failed.")]
[SuppressMessage("Design", "CA1064", Justification = "Caught in this assembly.")]
internal sealed class AttemptFailedException : Exception
{
    /// <summary>Says what failed.</summary>
    /// <param name="message">What failed, without secrets, as the end of a sentence.</param>
    /// <param name="inner">The cause, or null.</param>
    public AttemptFailedException(string message, Exception? inner = null)
        : base(message, inner) { }

    /// <summary>Whether another attempt may go better.</summary>
    public bool IsTransient { get; init; }

    /// <summary>Whether the backend may have done what it was asked for although no good answer came.</summary>
    public bool MayHaveArrived { get; init; }

    /// <summary>How long the backend asks to be left alone, or null.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
