using System.Globalization;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Core;
using Azure.Security.KeyVault.Secrets;

namespace FlowFunctions.Secrets.Vaults.KeyVault;

/// <summary>Secrets in Azure Key Vault. Every call asks the vault; put a <see cref="Caching.CachedVault"/> before it.</summary>
public sealed class KeyVaultVault : ISecretVault
{
    private const int NotFound = 404;
    private const int Conflict = 409;
    private const int Forbidden = 403;

    private readonly SecretClient _client;
    private readonly KeyVaultCalls _calls;
    private readonly KeyVaultOptions _options;

    /// <summary>A vault.</summary>
    /// <param name="address">Its address, for example <c>https://contoso.vault.azure.net</c>.</param>
    /// <param name="credential">Whom the app is to the vault.</param>
    /// <param name="options">How it is asked.</param>
    public KeyVaultVault(Uri address, TokenCredential credential, KeyVaultOptions options)
    {
        _client = new SecretClient(address, credential, options.ForClient());
        _calls = new KeyVaultCalls(address, options.Limit);
        _options = options;
    }

    /// <inheritdoc/>
    public async ValueTask<Secret?> FindAsync(
        SecretScope scope,
        SecretName name,
        CancellationToken cancellationToken = default
    ) =>
        await _calls.CallAsync(token => GetAsync(scope, name, token), cancellationToken) is { } found
            ? new Secret(KeyVaultInfo.Of(name, found.Properties), found.Value)
            : null;

    /// <inheritdoc/>
    public Task<SecretInfo> SetAsync(
        SecretScope scope,
        SecretName name,
        string value,
        CancellationToken cancellationToken = default
    )
    {
        SecretValue.Check(value);
        return _calls.CallAsync(
            async token =>
            {
                var found = await GetAsync(scope, name, token);
                try
                {
                    return await PutAsync(scope, name, value, found?.Properties, token);
                }
                catch (RequestFailedException exception) when (exception.Status == Conflict && found is null)
                {
                    // It is deleted, and its name is taken until it is purged.
                    var recovered = await RecoverDeletedAsync(scope, name, token);
                    return await PutAsync(scope, name, value, recovered, token);
                }
            },
            cancellationToken
        );
    }

    /// <inheritdoc/>
    public Task<bool> DeleteAsync(SecretScope scope, SecretName name, CancellationToken cancellationToken = default) =>
        _calls.CallAsync(
            async token =>
            {
                if (await GetAsync(scope, name, token) is null)
                {
                    return false;
                }

                await _client.StartDeleteSecretAsync(KeyVaultName.Of(scope, name), token);
                return true;
            },
            cancellationToken
        );

    /// <inheritdoc/>
    public Task<SecretInfo?> RecoverAsync(
        SecretScope scope,
        SecretName name,
        CancellationToken cancellationToken = default
    ) =>
        _calls.CallAsync(
            async token =>
                await RecoverDeletedAsync(scope, name, token) is { } recovered
                    ? KeyVaultInfo.Of(name, recovered)
                    : null,
            cancellationToken
        );

    /// <inheritdoc/>
    public async IAsyncEnumerable<SecretInfo> ListAsync(
        SecretScope scope,
        bool deleted = false,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        var found = await _calls.CallAsync(
            token => deleted ? ListDeletedAsync(scope, token) : ListPresentAsync(scope, token),
            cancellationToken
        );
        foreach (var info in found.OrderBy(static info => info.Name.Value, StringComparer.Ordinal))
        {
            yield return info;
        }
    }

    private async Task<KeyVaultSecret?> GetAsync(
        SecretScope scope,
        SecretName name,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var found = await _client.GetSecretAsync(
                KeyVaultName.Of(scope, name),
                cancellationToken: cancellationToken
            );
            KeyVaultInfo.Check(scope, name, found.Value.Properties);
            return found.Value;
        }
        catch (RequestFailedException exception) when (exception.Status == NotFound || IsDisabled(exception))
        {
            return null;
        }
    }

    /// <summary>Somebody has switched it off in the vault.</summary>
    private static bool IsDisabled(RequestFailedException exception) =>
        exception.Status == Forbidden && exception.Message.Contains("SecretDisabled", StringComparison.Ordinal);

    private async Task<SecretInfo> PutAsync(
        SecretScope scope,
        SecretName name,
        string value,
        SecretProperties? before,
        CancellationToken cancellationToken
    )
    {
        var secret = new KeyVaultSecret(KeyVaultName.Of(scope, name), value);
        KeyVaultName.Label(secret.Properties.Tags, scope, name);
        if (before is not null && KeyVaultInfo.CreatedAt(before) is { } created)
        {
            secret.Properties.Tags[KeyVaultName.Created] = created.ToString("O", CultureInfo.InvariantCulture);
        }

        var written = await _client.SetSecretAsync(secret, cancellationToken);
        return KeyVaultInfo.Of(name, written.Value.Properties);
    }

    private async Task<SecretProperties?> RecoverDeletedAsync(
        SecretScope scope,
        SecretName name,
        CancellationToken cancellationToken
    )
    {
        var vaultName = KeyVaultName.Of(scope, name);
        try
        {
            var deleted = await _client.GetDeletedSecretAsync(vaultName, cancellationToken);
            KeyVaultInfo.Check(scope, name, deleted.Value.Properties);
            var operation = await _client.StartRecoverDeletedSecretAsync(vaultName, cancellationToken);
            await operation.WaitForCompletionAsync(_options.RecoveryPoll, cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status == NotFound)
        {
            return null;
        }

        return (await GetAsync(scope, name, cancellationToken))?.Properties;
    }

    private async Task<List<SecretInfo>> ListPresentAsync(SecretScope scope, CancellationToken cancellationToken)
    {
        var all = new List<SecretInfo>();
        await foreach (var found in _client.GetPropertiesOfSecretsAsync(cancellationToken))
        {
            if (found.Enabled != false && KeyVaultName.Read(found.Tags, scope) is { } name)
            {
                all.Add(KeyVaultInfo.Of(name, found));
            }
        }

        return all;
    }

    private async Task<List<SecretInfo>> ListDeletedAsync(SecretScope scope, CancellationToken cancellationToken)
    {
        var all = new List<SecretInfo>();
        await foreach (var found in _client.GetDeletedSecretsAsync(cancellationToken))
        {
            if (KeyVaultName.Read(found.Properties.Tags, scope) is { } name)
            {
                var info = KeyVaultInfo.Of(name, found.Properties);
                all.Add(info with { DeletedAt = found.DeletedOn, PurgeAt = found.ScheduledPurgeDate });
            }
        }

        return all;
    }
}
