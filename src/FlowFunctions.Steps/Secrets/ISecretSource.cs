using System.Diagnostics.CodeAnalysis;

namespace FlowFunctions.Steps.Secrets;

/// <summary>Gives the values of secrets to steps. A value is asked for only when a step that refers to its name is executed.</summary>
public interface ISecretSource
{
    /// <summary>Finds a secret's value. It is called on the step's own turn, so it must answer from memory.</summary>
    /// <param name="name">The name as written in the flow.</param>
    /// <param name="value">The value.</param>
    /// <returns>Whether there is such a secret.</returns>
    bool TryGet(string name, [NotNullWhen(true)] out string? value);
}

/// <summary>No secrets at all.</summary>
public sealed class NoSecrets : ISecretSource
{
    /// <summary>The only instance.</summary>
    public static NoSecrets Instance { get; } = new();

    /// <inheritdoc/>
    public bool TryGet(string name, [NotNullWhen(true)] out string? value)
    {
        value = null;
        return false;
    }
}
