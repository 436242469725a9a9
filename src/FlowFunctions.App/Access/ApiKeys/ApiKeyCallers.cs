using System.Security.Cryptography;
using FlowFunctions.App.Access.Roles;
using FlowFunctions.App.Access.SignIn;
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

    private static readonly Caller SettingsCaller = new(
        "key:settings",
        AccessNames.Key,
        Caller.ApiKey,
        [new(Grant.EveryWorkspace, Role.Admin)]
    );

    private readonly ExpiringCache<string, Known> _known = new(MaxKept, time);

    /// <summary>Whether it is the key of the settings, which needs not look like others.</summary>
    public bool IsSettingsKey(Credential sent) =>
        settings.KeyHash is { } hash && CryptographicOperations.FixedTimeEquals(sent.Hash, hash);

    /// <summary>The caller with a key; null for a key that is none, or not any more.</summary>
    public async ValueTask<Caller?> FindAsync(Credential sent, CancellationToken cancellationToken)
    {
        if (IsSettingsKey(sent))
        {
            return SettingsCaller;
        }

        var found = await FindAsync(ApiKey.IdOf(sent.Hash), sent.Hash, cancellationToken);
        return
            found.Key is { } key
            && CryptographicOperations.FixedTimeEquals(key.Hash, sent.Hash)
            && time.GetUtcNow() < key.ExpiresAt
            ? found.Caller
            : null;
    }

    /// <summary>A key was revoked.</summary>
    public void Forget() => _known.Clear();

    private async ValueTask<Known> FindAsync(string id, byte[] hash, CancellationToken cancellationToken)
    {
        if (_known.TryGet(id, out var known))
        {
            return known;
        }

        var generation = _known.Generation;
        var found = await store.FindAsync(id, cancellationToken);
        known = new(found, CallerOf(found));
        _known.Set(id, known, time.GetUtcNow() + Kept, generation);
        if (found is not null && CryptographicOperations.FixedTimeEquals(found.Hash, hash))
        {
            await NoteAsync(found, cancellationToken);
        }

        return known;
    }

    private static Caller? CallerOf(ApiKeyRecord? key) =>
        key is not null && GrantRows.Read(key.Grant) is { } grant
            ? new($"key:{key.Id}", key.Name, Caller.ApiKey, [grant])
            : null;

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

    /// <param name="Key">What the table says; null for no such key.</param>
    /// <param name="Caller">Who has it; null when it allows nothing.</param>
    private sealed record Known(ApiKeyRecord? Key, Caller? Caller);
}
