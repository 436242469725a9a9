using System.Diagnostics.CodeAnalysis;
using FlowFunctions.Steps.Secrets;

namespace FlowFunctions.App.Engine;

/// <summary>Secrets from the app's settings.</summary>
internal sealed class SettingSecrets(Func<string, string?> find) : ISecretSource
{
    public bool TryGet(string name, [NotNullWhen(true)] out string? value)
    {
        value = find(name);
        return value is not null;
    }
}
