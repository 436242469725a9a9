using FlowFunctions.Steps.Logs;
using FlowFunctions.Steps.Secrets;

namespace FlowFunctions.Steps.Execution;

/// <summary>What an installation gives to the steps that it executes.</summary>
/// <param name="Secrets">Where the values of secrets come from.</param>
/// <param name="Logs">Where the logs of steps go.</param>
internal sealed record StepServices(ISecretSource Secrets, IStepLogs Logs)
{
    /// <summary>What takes secrets out of texts.</summary>
    public SecretMasks Masks { get; } = new();
}
