namespace FlowFunctions.Runners.Layers;

/// <summary>What a script depends on could not be installed.</summary>
/// <param name="message">Why, and what to do.</param>
/// <param name="retryable">Whether another try may help.</param>
internal sealed class DependencyException(string message, bool retryable = false) : Exception(message)
{
    /// <summary>Whether another try may help.</summary>
    public bool Retryable => retryable;
}
