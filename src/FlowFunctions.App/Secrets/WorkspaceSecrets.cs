using FlowFunctions.App.Hosting;
using FlowFunctions.Secrets.Vaults;

namespace FlowFunctions.App.Secrets;

/// <summary>What the steps of a workspace get for <c>secrets.NAME</c>: the vault's value in this app's environment, else the settings'.</summary>
internal sealed class WorkspaceSecrets(ISecretVault vault, AppSettings settings)
{
    /// <summary>Finds a value; answered from memory most of the time.</summary>
    /// <param name="workspace">The tenant.</param>
    /// <param name="name">The name as written in the flow.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>The value, or null when there is no such secret.</returns>
    /// <exception cref="VaultException">The vault refuses or cannot be reached: whether it has the secret is not known.</exception>
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

    private async ValueTask<string?> WaitAsync(ValueTask<Secret?> finding, string name) =>
        (await finding)?.Value ?? settings.Secret(name);
}
