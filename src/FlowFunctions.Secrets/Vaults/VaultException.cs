namespace FlowFunctions.Secrets.Vaults;

/// <summary>A vault refused, or cannot be reached.</summary>
public sealed class VaultException : Exception
{
    /// <summary>An exception.</summary>
    /// <param name="message">What happened and what to do, without any value.</param>
    /// <param name="isTransient">Whether another try may help.</param>
    /// <param name="cause">What was underneath.</param>
    public VaultException(string message, bool isTransient, Exception? cause = null)
        : base(message, cause) => IsTransient = isTransient;

    /// <summary>Whether another try may help.</summary>
    public bool IsTransient { get; }
}
