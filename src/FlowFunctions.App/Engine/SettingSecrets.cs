using FlowFunctions.Steps.Secrets;

namespace FlowFunctions.App.Engine;

/// <summary>Secrets from the app's settings, the same for all workspaces.</summary>
internal sealed class SettingSecrets(Func<string, string?> find) : ISecretSource
{
    public ValueTask<string?> FindAsync(string workspace, string name, CancellationToken cancellationToken) =>
        ValueTask.FromResult(find(name));
}
