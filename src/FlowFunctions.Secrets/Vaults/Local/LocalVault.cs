using System.Runtime.CompilerServices;

namespace FlowFunctions.Secrets.Vaults.Local;

/// <summary>
/// Secrets in a file of this machine, sealed with a key in another file that only its owner can read. Several processes may use it.
/// </summary>
/// <param name="folder">The vault's folder; made with the first secret.</param>
/// <param name="time">The clock.</param>
public sealed class LocalVault(string folder, TimeProvider time) : ISecretVault, IDisposable
{
    private readonly VaultFile _file = new(folder);
    private readonly VaultLock _lock = new(new VaultFile(folder).LockPath);
    private volatile VaultContent? _content;

    /// <inheritdoc/>
    public ValueTask<Secret?> FindAsync(
        SecretScope scope,
        SecretName name,
        CancellationToken cancellationToken = default
    ) =>
        _content is { Stamp: { } stamp } content && stamp == _file.Stamp
            ? new(Pick(content, scope, name))
            : FindInFileAsync(scope, name, cancellationToken);

    /// <inheritdoc/>
    public Task<SecretInfo> SetAsync(
        SecretScope scope,
        SecretName name,
        string value,
        CancellationToken cancellationToken = default
    )
    {
        SecretValue.Check(value);
        return ChangeAsync<SecretInfo>(
            scope,
            name,
            (found, now) =>
            {
                var row = new VaultRow(
                    scope.Workspace,
                    scope.Environment,
                    name.Value,
                    (found?.Row.Version ?? 0) + 1,
                    found?.Row.CreatedAt ?? now,
                    now,
                    DeletedAt: null
                );
                var entry = new LocalEntry(row, name, value);
                return new(entry, entry.Info);
            },
            cancellationToken
        );
    }

    /// <inheritdoc/>
    public Task<bool> DeleteAsync(SecretScope scope, SecretName name, CancellationToken cancellationToken = default) =>
        ChangeAsync<bool>(
            scope,
            name,
            static (found, now) =>
                found is { IsDeleted: false }
                    ? new(new(found.Row with { DeletedAt = now }, found.Name, found.Value), true)
                    : new(null, false),
            cancellationToken
        );

    /// <inheritdoc/>
    public Task<SecretInfo?> RecoverAsync(
        SecretScope scope,
        SecretName name,
        CancellationToken cancellationToken = default
    ) =>
        ChangeAsync<SecretInfo?>(
            scope,
            name,
            static (found, _) =>
            {
                var entry = found is { IsDeleted: true }
                    ? new LocalEntry(found.Row with { DeletedAt = null }, found.Name, found.Value)
                    : null;
                return new(entry, entry?.Info);
            },
            cancellationToken
        );

    /// <inheritdoc/>
    public async IAsyncEnumerable<SecretInfo> ListAsync(
        SecretScope scope,
        bool deleted = false,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        var content = await ReadAsync(cancellationToken);
        var now = time.GetUtcNow();
        var found = content
            .Entries.Values.Where(entry =>
                entry.Scope == scope && entry.IsDeleted == deleted && !(entry.PurgeAt <= now)
            )
            .OrderBy(static entry => entry.Name.Value, StringComparer.Ordinal);
        foreach (var entry in found)
        {
            yield return entry.Info;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    private Secret? Pick(VaultContent content, SecretScope scope, SecretName name) =>
        content.Find(scope, name, time.GetUtcNow()) is { IsDeleted: false } entry ? entry.Secret : null;

    private async ValueTask<Secret?> FindInFileAsync(
        SecretScope scope,
        SecretName name,
        CancellationToken cancellationToken
    ) => Pick(await ReadAsync(cancellationToken), scope, name);

    private async Task<VaultContent> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return _content = await _file.ReadAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unusable(exception);
        }
    }

    /// <summary>Changes one secret, with the lock held from reading to writing.</summary>
    private async Task<T> ChangeAsync<T>(
        SecretScope scope,
        SecretName name,
        Func<LocalEntry?, DateTimeOffset, Change<T>> change,
        CancellationToken cancellationToken
    )
    {
        try
        {
            _file.Prepare();
            using var turn = await _lock.TakeAsync(cancellationToken);
            var content = await _file.ReadAsync(cancellationToken);
            var now = time.GetUtcNow();
            var (entry, result) = change(content.Find(scope, name, now), now);
            if (entry is not null)
            {
                Write(content, entry, now);
            }

            return result;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unusable(exception);
        }
    }

    private void Write(VaultContent content, LocalEntry changed, DateTimeOffset now)
    {
        var key = _file.KeyToWrite();
        var others = content.Entries.Values.Where(entry =>
            (entry.Scope, entry.Name) != (changed.Scope, changed.Name) && !(entry.PurgeAt <= now)
        );
        _file.Write(others.Append(changed with { Row = key.Seal.Seal(changed.Row, changed.Value) }), key);
        _content = null;
    }

    private VaultException Unusable(Exception exception) =>
        new(
            $"The local vault in '{folder}' cannot be used: {exception.Message} Give the app's user access to the folder.",
            isTransient: true,
            exception
        );

    private readonly record struct Change<T>(LocalEntry? Entry, T Result);
}
