namespace FlowFunctions.Steps.Secrets;

/// <summary>Gives the values of secrets to steps. A value is asked for only when a step that refers to its name is executed.</summary>
public interface ISecretSource
{
    /// <summary>Finds a secret's value. It completes at once when the value is in memory, which it mostly is.</summary>
    /// <param name="workspace">The tenant of the run.</param>
    /// <param name="name">The name as written in the flow.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The value, or null when there is no such secret.</returns>
    /// <exception cref="SecretUnavailableException">Whether there is one cannot be found out now.</exception>
    ValueTask<string?> FindAsync(string workspace, string name, CancellationToken cancellationToken);

    /// <summary>What to do when there is no secret of a name: sentences.</summary>
    /// <param name="name">The name as written in the flow.</param>
    string AdviceFor(string name) => "Add it, or correct its name in the step.";
}

/// <summary>No secrets at all.</summary>
public sealed class NoSecrets : ISecretSource
{
    /// <summary>The only instance.</summary>
    public static NoSecrets Instance { get; } = new();

    /// <inheritdoc/>
    public ValueTask<string?> FindAsync(string workspace, string name, CancellationToken cancellationToken) =>
        ValueTask.FromResult<string?>(null);
}
