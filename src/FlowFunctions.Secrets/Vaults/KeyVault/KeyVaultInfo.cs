using System.Globalization;
using Azure.Security.KeyVault.Secrets;

namespace FlowFunctions.Secrets.Vaults.KeyVault;

/// <summary>What a secret's properties in Azure Key Vault tell.</summary>
internal static class KeyVaultInfo
{
    /// <summary>What may be shown of it.</summary>
    public static SecretInfo Of(SecretName name, SecretProperties found)
    {
        var updated = found.UpdatedOn ?? found.CreatedOn ?? default;
        return new(name, found.Version ?? "", CreatedAt(found) ?? updated, updated);
    }

    /// <summary>When its first version was written.</summary>
    public static DateTimeOffset? CreatedAt(SecretProperties found) =>
        found.Tags.TryGetValue(KeyVaultName.Created, out var text)
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var created)
            ? created
            : found.CreatedOn;

    /// <summary>Makes sure that it is the one that is meant.</summary>
    /// <exception cref="VaultException">Its tags say something else, or nothing.</exception>
    public static void Check(SecretScope scope, SecretName name, SecretProperties found)
    {
        if (KeyVaultName.Read(found.Tags, scope) != name)
        {
            throw new VaultException(
                $"The secret '{found.Name}' in the key vault lacks the tags that say whose it is, so it is not used. A new version needs the "
                    + $"tags {KeyVaultName.Workspace}, {KeyVaultName.Environment} and {KeyVaultName.Name} of the one before.",
                isTransient: false
            );
        }
    }
}
