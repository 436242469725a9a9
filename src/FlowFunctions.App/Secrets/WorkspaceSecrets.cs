using FlowFunctions.App.Hosting;
using FlowFunctions.App.Settings;
using FlowFunctions.Secrets.Vaults;
using FlowFunctions.Steps.Secrets;

namespace FlowFunctions.App.Secrets;

/// <summary>What the steps of a workspace get for <c>secrets.NAME</c>: the vault's value in this app's environment, else the settings'.</summary>
internal sealed class WorkspaceSecrets(ISecretVault vault, AppSettings settings) : ISecretSource
{
    /// <inheritdoc/>
    public async ValueTask<string?> FindAsync(string workspace, string name, CancellationToken cancellationToken)
    {
        if (!SecretName.TryParse(name, out var parsed))
        {
            return settings.Secret(name);
        }

        try
        {
            var scope = new SecretScope(workspace, settings.Secrets.Environment);
            return (await vault.FindAsync(scope, parsed, cancellationToken))?.Value ?? settings.Secret(name);
        }
        catch (VaultException exception)
        {
            throw new SecretUnavailableException(exception.Message, exception.IsTransient, exception);
        }
    }

    /// <inheritdoc/>
    public string AdviceFor(string name) =>
        SecretName.TryParse(name, out _)
            ? $"The app looks in the environment {settings.Secrets.Environment}: `flow secrets set {name}` adds it there. "
                + "Or correct its name in the step."
            : $"Set {SettingNames.SecretPrefix}{name} for the app, or correct its name in the step.";
}
