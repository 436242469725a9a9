using System.Diagnostics.CodeAnalysis;

namespace FlowFunctions.Engine.DurableTask.Clients;

/// <summary>The Durable Task backend cannot be reached, or refuses for now. Another attempt may help.</summary>
[SuppressMessage("Design", "CA1032", Justification = "Thrown with a message that says what failed.")]
public sealed class TaskHubUnavailableException : IOException
{
    /// <summary>Says what failed.</summary>
    /// <param name="message">What failed, without secrets; for people.</param>
    /// <param name="inner">The cause, or null.</param>
    public TaskHubUnavailableException(string message, Exception? inner = null)
        : base(message, inner) { }
}
