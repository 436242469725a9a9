using FlowFunctions.App.Settings;
using FlowFunctions.Secrets.Vaults;

namespace FlowFunctions.App.Secrets;

/// <summary>Where secrets are kept, and which of them are this app's.</summary>
internal sealed record SecretSettings
{
    private const string EnvironmentName = "FLOW_ENVIRONMENT";
    private const string KeyVaultName = "FLOW_KEY_VAULT";
    private const string ClientIdName = KeyVaultName + "__clientId";

    /// <summary>The environment of this app.</summary>
    public string Environment { get; init; } = SecretScope.DefaultEnvironment;

    /// <summary>The address of the Azure Key Vault; null for the local vault.</summary>
    public Uri? KeyVault { get; init; }

    /// <summary>The client id of the user-assigned identity that the vault lets in; null for what this machine has.</summary>
    public string? ClientId { get; init; }

    /// <summary>The names of the secrets that the settings hold.</summary>
    public IReadOnlyCollection<string> Names { get; init; } = [];

    /// <summary>Reads the settings.</summary>
    /// <exception cref="SettingException">One cannot be used.</exception>
    public static SecretSettings Read(SettingValues values) =>
        new()
        {
            Environment = EnvironmentOf(values.Find(EnvironmentName)),
            KeyVault = VaultOf(values.Find(KeyVaultName)),
            ClientId = values.Find(ClientIdName),
            Names = [.. values.Under(SettingNames.SecretPrefix).Keys],
        };

    /// <summary>Whether a text names an environment: the same rules as for secrets.</summary>
    public static bool IsEnvironment(string text) => SecretName.TryParse(text, out _);

    private static string EnvironmentOf(string? text) =>
        text is null ? SecretScope.DefaultEnvironment
        : IsEnvironment(text) ? text
        : throw new SettingException(
            $"{EnvironmentName} is '{text}'. Set a letter and then up to {SecretName.MaxLength - 1} letters, digits, '-' or '_', such as 'prod'."
        );

    private static Uri? VaultOf(string? text) =>
        text is null ? null
        : Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps ? address
        : throw new SettingException(
            $"{KeyVaultName} is '{text}'. Set the address of an Azure Key Vault, such as https://contoso.vault.azure.net."
        );
}
