using FlowFunctions.Secrets.Vaults;

namespace FlowFunctions.Secrets.Tests.Vaults;

internal static class Names
{
    public static readonly SecretScope Prod = new("default", "prod");

    public static SecretName Name(string text) =>
        SecretName.TryParse(text, out var name) ? name : throw new ArgumentException($"{text} is no name.");

    public static async Task<string?> ValueAsync(this ISecretVault vault, string name, SecretScope? scope = null) =>
        (await vault.FindAsync(scope ?? Prod, Name(name)))?.Value;

    public static async Task<string> NamesAsync(
        this ISecretVault vault,
        bool deleted = false,
        SecretScope? scope = null
    )
    {
        var names = new List<string>();
        await foreach (var info in vault.ListAsync(scope ?? Prod, deleted))
        {
            names.Add(info.Name.Value);
        }

        return string.Join(',', names);
    }
}
