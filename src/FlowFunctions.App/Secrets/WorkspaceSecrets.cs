using FlowFunctions.App.Hosting;
using FlowFunctions.Secrets.Vaults;
using FlowFunctions.Steps.Secrets;

namespace FlowFunctions.App.Secrets;

/// <summary>What the steps of a workspace get for <c>secrets.NAME</c>: the vault's value in this app's environment, else the settings'.</summary>
internal sealed class WorkspaceSecrets(ISecretVault vault, AppSettings settings) : ISecretSource
{
    /// <inheritdoc/>
    public ValueTask<string?> FindAsync(string workspace, string name, CancellationToken cancellationToken)
    {
        if (!SecretName.TryParse(name, out var parsed))
        {
            return new(settings.Secret(name));
        }

        var finding = vault.FindAsync(new(workspace, settings.Secrets.Environment), parsed, cancellationToken);
        return finding.IsCompletedSuccessfully
            ? new(finding.Result?.Value ?? settings.Secret(name))
            : WaitAsync(finding, name);
    }

    private async ValueTask<string?> WaitAsync(ValueTask<Secret?> finding, string name)
    {
        try
        {
            return (await finding)?.Value ?? settings.Secret(name);
        }
        catch (VaultException exception)
        {
            throw new SecretUnavailableException(exception.Message, exception.IsTransient, exception);
        }
    }
}
