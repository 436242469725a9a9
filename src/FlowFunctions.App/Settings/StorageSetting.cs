using Azure.Core;
using Azure.Identity;
using FlowFunctions.App.Hosting;
using FlowFunctions.Storage.Accounts;

namespace FlowFunctions.App.Settings;

/// <summary>Reads <c>AzureWebJobsStorage</c> in each of its forms.</summary>
internal static class StorageSetting
{
    private const string Development = "UseDevelopmentStorage=true";

    /// <summary>The storage account, or null for the local storage.</summary>
    /// <exception cref="SettingException">It is no connection string, or parts of an identity are missing or contradict each other.</exception>
    public static StorageConnection? Read(SettingValues values)
    {
        var text = values.Find(SettingNames.Storage);
        var parts = values.Under(SettingNames.Storage + "__");
        if (parts.Values.Any(static part => !string.IsNullOrWhiteSpace(part)))
        {
            return text is null
                ? OfIdentity(new Parts(parts))
                : throw new SettingException(
                    $"{SettingNames.Storage} is set twice: as a connection string and for an identity ({SettingNames.Storage}__…). Remove one of the two."
                );
        }

        return text is null || text.TrimEnd(';').Equals(Development, StringComparison.OrdinalIgnoreCase)
            ? null
            : OfText(text);
    }

    /// <summary>The storage account of an app that has no local storage of its own: <c>UseDevelopmentStorage=true</c> is the emulator's.</summary>
    /// <exception cref="SettingException">It is missing, or as in <see cref="Read"/>.</exception>
    public static StorageConnection Require(SettingValues values) =>
        Read(values)
        ?? (
            values.Find(SettingNames.Storage) is { } text
                ? OfText(text)
                : throw new SettingException(
                    $"{SettingNames.Storage} is missing. Set it to the connection string of the function app's storage account, or {SettingNames.Storage}__accountName for an identity."
                )
        );

    private static StorageConnection OfText(string text)
    {
        try
        {
            return StorageConnection.Of(text);
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or UriFormatException)
        {
            throw new SettingException(
                $"{SettingNames.Storage} is no connection string of a storage account: {exception.Message} Copy it from the account's "
                    + $"access keys, or set '{Development}' for the local storage.",
                exception
            );
        }
    }

    private static StorageConnection OfIdentity(Parts parts) =>
        StorageConnection.Of(
            new StorageEndpoints(parts.Service("blob"), parts.Service("queue"), parts.Service("table")),
            Credential(parts)
        );

    private static TokenCredential Credential(Parts parts)
    {
        var clientId = parts.Find("clientId");
        return parts.Find("credential") switch
        {
            null => new DefaultAzureCredential(
                new DefaultAzureCredentialOptions { ManagedIdentityClientId = clientId }
            ),
            var name when name.Equals("managedidentity", StringComparison.OrdinalIgnoreCase) =>
                new ManagedIdentityCredential(
                    clientId is null
                        ? ManagedIdentityId.SystemAssigned
                        : ManagedIdentityId.FromUserAssignedClientId(clientId)
                ),
            var name => throw new SettingException(
                $"{SettingNames.Storage}__credential is '{name}'. Set 'managedidentity', or remove it to try what this machine has."
            ),
        };
    }

    /// <summary>The settings of an identity, by the ends of their names.</summary>
    private sealed class Parts(IReadOnlyDictionary<string, string> values)
    {
        private static readonly string[] Known =
        [
            "accountName",
            "blobServiceUri",
            "queueServiceUri",
            "tableServiceUri",
            "credential",
            "clientId",
        ];

        private readonly Dictionary<string, string> _values = Checked(values);

        public string? Find(string name) => _values.GetValueOrDefault(name);

        public Uri Service(string service)
        {
            var name = $"{SettingNames.Storage}__{service}ServiceUri";
            var address =
                Find(service + "ServiceUri")
                ?? (
                    Find("accountName") is { } account
                        ? $"https://{account}.{service}.core.windows.net"
                        : throw new SettingException(
                            $"{name} is missing. Set {SettingNames.Storage}__accountName, or the addresses of all three services (blob, queue, table)."
                        )
                );
            return Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps
                ? uri
                : throw new SettingException($"{name} must be an https address, not '{address}'.");
        }

        private static Dictionary<string, string> Checked(IReadOnlyDictionary<string, string> values)
        {
            var given = values.Where(static value => !string.IsNullOrWhiteSpace(value.Value)).ToArray();
            return
                Array.Find(given, static value => !Known.Contains(value.Key, StringComparer.OrdinalIgnoreCase))
                    is { Key: { } unknown }
                ? throw new SettingException(
                    $"{SettingNames.Storage}__{unknown} is not known. There are: {string.Join(", ", Known)}."
                )
                : given.ToDictionary(
                    static value => value.Key,
                    static value => value.Value.Trim(),
                    StringComparer.OrdinalIgnoreCase
                );
        }
    }
}
