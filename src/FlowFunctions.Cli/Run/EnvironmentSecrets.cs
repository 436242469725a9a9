using FlowFunctions.Steps.Secrets;

namespace FlowFunctions.Cli.Run;

/// <summary>
/// Secrets from environment variables: <c>CRM_TOKEN</c> and <c>crm-token</c> are both found in <c>FLOW_SECRET_CRM_TOKEN</c>, because
/// shells allow no other characters in names.
/// </summary>
/// <param name="variable">Reads an environment variable.</param>
internal sealed class EnvironmentSecrets(Func<string, string?> variable) : ISecretSource
{
    private const string Prefix = "FLOW_SECRET_";

    public ValueTask<string?> FindAsync(string workspace, string name, CancellationToken cancellationToken) =>
        ValueTask.FromResult(variable(Prefix + name) ?? variable(Prefix + VariableName(name)));

    public string AdviceFor(string name) =>
        $"Set the environment variable {Prefix}{VariableName(name)}, or correct its name in the step.";

    private static string VariableName(string name) =>
        string.Concat(name.Select(static c => char.IsAsciiLetterOrDigit(c) ? char.ToUpperInvariant(c) : '_'));
}
