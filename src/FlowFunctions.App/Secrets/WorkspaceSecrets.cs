using FlowFunctions.App.Hosting;
using FlowFunctions.App.Settings;
using FlowFunctions.App.Workspaces;
using FlowFunctions.Secrets.Vaults;
using FlowFunctions.Steps.Secrets;

namespace FlowFunctions.App.Secrets;

/// <summary>What the steps of a workspace get for <c>secrets.NAME</c>: the vault's value in this app's environment, else, in the default workspace, the settings'.</summary>
internal sealed class WorkspaceSecrets(ISecretVault vault, AppSettings settings) : ISecretSource
{
    /// <inheritdoc/>
    public async ValueTask<string?> FindAsync(string workspace, string name, CancellationToken cancellationToken)
    {
        if (!SecretName.TryParse(name, out var parsed))
        {
            return OfSettings(workspace, name);
        }

        try
        {
            var scope = new SecretScope(workspace, settings.Secrets.Environment);
            return (await vault.FindAsync(scope, parsed, cancellationToken))?.Value ?? OfSettings(workspace, name);
        }
        catch (VaultException exception)
        {
            throw new SecretUnavailableException(exception.Message, exception.IsTransient, exception);
        }
    }

    /// <summary>Whoever runs the app has set them for its own workspace; other tenants must not see them.</summary>
    private string? OfSettings(string workspace, string name) =>
        workspace == Workspace.Default ? settings.Secret(name) : null;

    /// <inheritdoc/>
    public string AdviceFor(string name) =>
        SecretName.TryParse(name, out _)
            ? $"The app looks in the environment {settings.Secrets.Environment}: `flow secrets set {name}` adds it there. "
                + "Or correct its name in the step."
            : $"Set {SettingNames.SecretPrefix}{name} for the app, or correct its name in the step.";
}
