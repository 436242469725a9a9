using System.Collections.Concurrent;

namespace FlowFunctions.Secrets.Vaults.Caching;

/// <summary>
/// Keeps a vault's answers in memory: a secret is asked for once by all who need it at the same time, and a short outage of the vault
/// fails nobody who has had the value before.
/// </summary>
/// <param name="vault">The vault.</param>
/// <param name="times">How long.</param>
/// <param name="time">The clock.</param>
public sealed class CachedVault(ISecretVault vault, CacheTimes times, TimeProvider time) : ISecretVault
{
    /// <summary>More answers than these are not kept: names come from flows, which may name what does not exist.</summary>
    public const int MaxAnswers = 10_000;

    private readonly ConcurrentDictionary<(SecretScope, SecretName), CachedAnswer> _answers = new();
    private readonly ConcurrentDictionary<(SecretScope, SecretName), Lazy<Task<Secret?>>> _questions = new();
    private int _changes;

    /// <summary>The vault itself, for those who must not be told what another instance has changed meanwhile.</summary>
    public ISecretVault Inner => vault;

    /// <inheritdoc/>
    public ValueTask<Secret?> FindAsync(
        SecretScope scope,
        SecretName name,
        CancellationToken cancellationToken = default
    ) =>
        _answers.TryGetValue((scope, name), out var answer) && answer.IsGood(time)
            ? new(answer.Secret)
            : new(AskOnceAsync((scope, name)).WaitAsync(cancellationToken));

    /// <inheritdoc/>
    public Task<SecretInfo> SetAsync(
        SecretScope scope,
        SecretName name,
        string value,
        CancellationToken cancellationToken = default
    ) => ChangeAsync(scope, name, () => vault.SetAsync(scope, name, value, cancellationToken));

    /// <inheritdoc/>
    public Task<bool> DeleteAsync(SecretScope scope, SecretName name, CancellationToken cancellationToken = default) =>
        ChangeAsync(scope, name, () => vault.DeleteAsync(scope, name, cancellationToken));

    /// <inheritdoc/>
    public Task<SecretInfo?> RecoverAsync(
        SecretScope scope,
        SecretName name,
        CancellationToken cancellationToken = default
    ) => ChangeAsync(scope, name, () => vault.RecoverAsync(scope, name, cancellationToken));

    /// <inheritdoc/>
    public IAsyncEnumerable<SecretInfo> ListAsync(
        SecretScope scope,
        bool deleted = false,
        CancellationToken cancellationToken = default
    ) => vault.ListAsync(scope, deleted, cancellationToken);

    /// <summary>The question goes on when one of those who wait for it gives up; the vault has a time limit of its own.</summary>
    private Task<Secret?> AskOnceAsync((SecretScope Scope, SecretName Name) key) =>
        _questions.GetOrAdd(key, static (key, cache) => new(() => cache.AskAsync(key)), this).Value;

    private async Task<Secret?> AskAsync((SecretScope Scope, SecretName Name) key)
    {
        // What is asked must be known as a question before it is answered.
        await Task.Yield();
        var changes = Volatile.Read(ref _changes);
        try
        {
            var secret = await vault.FindAsync(key.Scope, key.Name, CancellationToken.None);
            Keep(key, new(secret, time.GetTimestamp(), secret is null ? times.Missing : times.Fresh), changes);
            return secret;
        }
        catch (VaultException exception) when (exception.IsTransient && Stale(key) is { } stale)
        {
            Keep(key, stale with { RetryAt = time.GetUtcNow() + times.Retry }, changes);
            return stale.Secret;
        }
        finally
        {
            _questions.TryRemove(key, out _);
        }
    }

    private CachedAnswer? Stale((SecretScope, SecretName) key) =>
        _answers.TryGetValue(key, out var answer)
        && answer.Secret is not null
        && time.GetElapsedTime(answer.At) < times.Fresh + times.Outage
            ? answer
            : null;

    private void Keep((SecretScope, SecretName) key, CachedAnswer answer, int changes)
    {
        if (_answers.Count >= MaxAnswers)
        {
            _answers.Clear();
        }

        // A secret that was changed meanwhile may have been read before.
        if (changes == Volatile.Read(ref _changes))
        {
            _answers[key] = answer;
        }
    }

    private async Task<T> ChangeAsync<T>(SecretScope scope, SecretName name, Func<Task<T>> change)
    {
        try
        {
            return await change();
        }
        finally
        {
            // Also after a failure: it may have been changed.
            Interlocked.Increment(ref _changes);
            _answers.TryRemove((scope, name), out _);
            _questions.TryRemove((scope, name), out _);
        }
    }
}
