using System.Security.Cryptography;
using System.Text;

namespace FlowFunctions.Secrets.Vaults.KeyVault;

/// <summary>
/// The name and the tags of a secret in Azure Key Vault. Names there are 1 to 127 of <c>0-9A-Za-z-</c> and their case does not count, so a
/// hash of everything makes them unique and the rest is for people; the tags hold the plain names.
/// </summary>
internal static class KeyVaultName
{
    /// <summary>Every name begins so: what else is in the vault is not this app's.</summary>
    public const string Prefix = "flow-";

    /// <summary>Tag: the tenant.</summary>
    public const string Workspace = "flow-workspace";

    /// <summary>Tag: the environment.</summary>
    public const string Environment = "flow-environment";

    /// <summary>Tag: the plain name.</summary>
    public const string Name = "flow-name";

    /// <summary>Tag: when the first version was written.</summary>
    public const string Created = "flow-created";

    private const int MaxReadable = 80;
    private const int HashBytes = 16;

    /// <summary>The name in the vault.</summary>
    public static string Of(SecretScope scope, SecretName name)
    {
        var readable = $"{scope.Workspace}-{scope.Environment}-{name}";
        var plain = string.Concat(
            readable.Take(MaxReadable).Select(static c => char.IsAsciiLetterOrDigit(c) ? c : '-')
        );
        return $"{Prefix}{plain}-{HashOf(scope, name)}";
    }

    /// <summary>Labels a secret.</summary>
    public static void Label(IDictionary<string, string> tags, SecretScope scope, SecretName name)
    {
        tags[Workspace] = scope.Workspace;
        tags[Environment] = scope.Environment;
        tags[Name] = name.Value;
    }

    /// <summary>The name of a secret by its tags; null when it belongs to others.</summary>
    public static SecretName? Read(IDictionary<string, string> tags, SecretScope scope) =>
        tags.TryGetValue(Workspace, out var workspace)
        && workspace == scope.Workspace
        && tags.TryGetValue(Environment, out var environment)
        && environment == scope.Environment
        && tags.TryGetValue(Name, out var text)
        && SecretName.TryParse(text, out var name)
            ? name
            : null;

    /// <summary>128 bits of SHA-256. The parts are set off by their lengths, so that no two triples are the same text.</summary>
    private static string HashOf(SecretScope scope, SecretName name)
    {
        var text = $"{scope.Workspace.Length}:{scope.Workspace}{scope.Environment.Length}:{scope.Environment}{name}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, HashBytes));
    }
}
