using System.Security.Cryptography;
using FlowFunctions.App.Access.Roles;
using FlowFunctions.Storage.Access;

namespace FlowFunctions.App.Access.ApiKeys;

/// <summary>
/// Who stands behind keys. What the table says counts for a quarter of a minute, also that there is no such key: so strangers who guess cost
/// the storage little, and a key that another instance revokes is refused soon.
/// </summary>
internal sealed partial class ApiKeyCallers(
    ApiKeyStore store,
    AccessSettings settings,
    TimeProvider time,
    ILogger<ApiKeyCallers> logger
)
{
    private const int MaxKept = 10_000;
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan NotedEvery = TimeSpan.FromHours(1);
    private readonly ExpiringCache<string, ApiKeyRecord?> _known = new(MaxKept, time);

    /// <summary>Whether a text is the key of the settings, which needs not look like others.</summary>
    public bool IsSettingsKey(string text) =>
        settings.KeyHash is { } hash && CryptographicOperations.FixedTimeEquals(new ApiKey(text).Hash, hash);

    /// <summary>The caller with a key; null for a key that is none, or not any more.</summary>
    public async ValueTask<Caller?> FindAsync(string text, CancellationToken cancellationToken)
    {
        if (IsSettingsKey(text))
        {
            return new Caller("key:settings", AccessNames.Key, Caller.ApiKey, [new(Grant.EveryWorkspace, Role.Admin)]);
        }

        var hash = new ApiKey(text).Hash;
        var found = await FindAsync(ApiKey.IdOf(hash), hash, cancellationToken);
        return
            found is not null
            && CryptographicOperations.FixedTimeEquals(found.Hash, hash)
            && time.GetUtcNow() < found.ExpiresAt
            && GrantRows.Read(found.Grant) is { } grant
            ? new Caller($"key:{found.Id}", found.Name, Caller.ApiKey, [grant])
            : null;
    }

    /// <summary>A key was revoked.</summary>
    public void Forget() => _known.Clear();

    private async ValueTask<ApiKeyRecord?> FindAsync(string id, byte[] hash, CancellationToken cancellationToken)
    {
        if (_known.TryGet(id, out var known))
        {
            return known;
        }

        var generation = _known.Generation;
        var found = await store.FindAsync(id, cancellationToken);
        _known.Set(id, found, time.GetUtcNow() + Kept, generation);
        if (found is not null && CryptographicOperations.FixedTimeEquals(found.Hash, hash))
        {
            await NoteAsync(found, cancellationToken);
        }

        return found;
    }

    private async Task NoteAsync(ApiKeyRecord key, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (now - key.LastUsedAt < NotedEvery)
        {
            return;
        }

        try
        {
            await store.UseAsync(key.Id, now, cancellationToken);
        }
        catch (Azure.RequestFailedException exception)
        {
            LogNotNoted(exception, key.Id);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "That the API key {Key} was used could not be noted")]
    private partial void LogNotNoted(Exception exception, string key);
}
