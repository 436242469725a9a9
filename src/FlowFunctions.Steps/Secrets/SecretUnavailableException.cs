namespace FlowFunctions.Steps.Secrets;

/// <summary>The place where secrets are kept refuses or does not answer.</summary>
/// <param name="message">What happened and what to do, without any value.</param>
/// <param name="isTransient">Whether another attempt may help.</param>
/// <param name="cause">What was underneath.</param>
public sealed class SecretUnavailableException(string message, bool isTransient, Exception? cause = null)
    : Exception(message, cause)
{
    /// <summary>Whether another attempt may help.</summary>
    public bool IsTransient { get; } = isTransient;
}
