using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using FlowFunctions.Steps.Secrets;

namespace FlowFunctions.App.Triggers.Webhooks.Auth;

/// <summary>
/// The secrets of webhooks, kept in memory for a moment so that a request waits for no vault. Each line of a value is a secret of its own:
/// while a sender changes over to a new one, both are good.
/// </summary>
internal sealed class WebhookSecrets(ISecretSource source, TimeProvider time)
{
    /// <summary>How long a value is good without asking: a changed or withdrawn secret counts after this time at the latest.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(10);

    /// <summary>Somebody who has just added a secret that was missing tries at once.</summary>
    private static readonly TimeSpan MissingKeptFor = TimeSpan.FromSeconds(1);
    private const int MaxLines = 8;
    private const int MaxKept = 10_000;
    private readonly ConcurrentDictionary<(string Workspace, string Name), Entry> _known = new();

    /// <summary>The values of a secret; empty when there is none.</summary>
    /// <exception cref="SecretUnavailableException">The vault does not answer.</exception>
    public ValueTask<ImmutableArray<byte[]>> GetAsync(
        string workspace,
        string name,
        CancellationToken cancellationToken
    )
    {
        if (_known.TryGetValue((workspace, name), out var entry) && IsFresh(entry))
        {
            return new(entry.Values.WaitAsync(cancellationToken));
        }

        return new(ReadAsync((workspace, name), entry).WaitAsync(cancellationToken));
    }

    /// <summary>What to do when there is no secret of a name.</summary>
    public string AdviceFor(string name) => source.AdviceFor(name);

    // One that fails is asked again by the next request; while it is asked, others wait for the same answer.
    private bool IsFresh(Entry entry) =>
        !entry.Values.IsCompleted
        || (
            entry.Values.IsCompletedSuccessfully
            && time.GetElapsedTime(entry.AskedAt) < (entry.Values.Result.IsEmpty ? MissingKeptFor : KeptFor)
        );

    private Task<ImmutableArray<byte[]>> ReadAsync((string Workspace, string Name) key, Entry? stale)
    {
        if (_known.Count > MaxKept)
        {
            _known.Clear();
        }

        var answer = new TaskCompletionSource<ImmutableArray<byte[]>>(
            TaskCreationOptions.RunContinuationsAsynchronously
        );
        var entry = new Entry(answer.Task, time.GetTimestamp());
        var isFirst = stale is null ? _known.TryAdd(key, entry) : _known.TryUpdate(key, entry, stale);
        if (!isFirst && _known.TryGetValue(key, out var other))
        {
            return other.Values;
        }

        _ = AskAsync(key, answer);
        return answer.Task;
    }

    private async Task AskAsync(
        (string Workspace, string Name) key,
        TaskCompletionSource<ImmutableArray<byte[]>> answer
    )
    {
        try
        {
            // Not the request's own token: others wait for the answer as well. Vaults have time limits of their own.
            var value = await source.FindAsync(key.Workspace, key.Name, CancellationToken.None);
            answer.SetResult(LinesOf(value));
        }
#pragma warning disable CA1031 // Whatever it was, those who wait get it.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            answer.SetException(exception);
        }
    }

    private static ImmutableArray<byte[]> LinesOf(string? value) =>
        [
            .. (value ?? "")
                .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Take(MaxLines)
                .Select(Encoding.UTF8.GetBytes),
        ];

    private sealed record Entry(Task<ImmutableArray<byte[]>> Values, long AskedAt);
}
