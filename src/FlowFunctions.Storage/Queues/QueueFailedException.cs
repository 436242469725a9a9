using System.Diagnostics.CodeAnalysis;

namespace FlowFunctions.Storage.Queues;

/// <summary>The Queue service did not do what it was asked for.</summary>
[SuppressMessage("Design", "CA1032", Justification = "Thrown with a message that says what failed.")]
public sealed class QueueFailedException : IOException
{
    /// <summary>Says what failed.</summary>
    /// <param name="message">What failed and why, without secrets; for people.</param>
    /// <param name="isTransient">Whether another attempt may help.</param>
    /// <param name="inner">The cause.</param>
    public QueueFailedException(string message, bool isTransient, Exception inner)
        : base(message, inner) => IsTransient = isTransient;

    /// <summary>Whether another attempt may help: no answer, too much to do, or a fault of the service.</summary>
    public bool IsTransient { get; }
}
