using System.Security.Cryptography;
using FlowFunctions.Engine.Admission;

namespace FlowFunctions.Engine.DurableTask.Admission;

/// <summary>
/// Counts the open runs of every key for all processes of the app. Each change replaces the key's document if nobody else has done so, and
/// is decided anew if somebody has. It knows nothing of backends: whom it admits the caller tells.
/// </summary>
/// <param name="store">Holds the documents.</param>
/// <param name="time">The clock.</param>
internal sealed class AdmissionGate(IAdmissionStore store, TimeProvider time)
{
    private const int MaxAttempts = 40;
    private const int PauseStep = 15;
    private const int LongestPause = 500;
    private const int Stripes = 64;

    /// <summary>Callers of this process take turns, so that only those of other processes race.</summary>
    private readonly SemaphoreSlim[] _turns =
    [
        .. Enumerable.Range(0, Stripes).Select(static _ => new SemaphoreSlim(initialCount: 1)),
    ];

    /// <summary>Takes a place, or queues for one; a run that has one already, or waits, is told so.</summary>
    /// <exception cref="IOException">The store is out, or too many change the document at the same time.</exception>
    public ValueTask<AdmissionAnswer> EnterAsync(AdmissionTicket ticket, CancellationToken cancellationToken) =>
        ChangeAsync(ticket.Key, places => places.Enter(ticket, time.GetUtcNow()), cancellationToken);

    /// <summary>Gives a place up, taken or waited for. May be repeated.</summary>
    /// <returns>The runs that have got a place by it; a repetition gives them again.</returns>
    /// <exception cref="IOException">The store is out, or too many change the document at the same time.</exception>
    public ValueTask<IReadOnlyList<string>> LeaveAsync(
        AdmissionKey key,
        string runId,
        CancellationToken cancellationToken
    ) => ChangeAsync(key, places => places.Leave(runId), cancellationToken);

    /// <summary>Takes runs out that are not going on.</summary>
    /// <returns>The runs that have got a place by it.</returns>
    /// <exception cref="IOException">The store is out, or too many change the document at the same time.</exception>
    public ValueTask<IReadOnlyList<string>> CleanAsync(
        AdmissionKey key,
        IReadOnlySet<string> gone,
        IReadOnlySet<string> seen,
        CancellationToken cancellationToken
    ) => ChangeAsync(key, places => places.Clean(gone, seen, time.GetUtcNow()), cancellationToken);

    /// <summary>The runs of a key as they stand.</summary>
    /// <exception cref="IOException">The store is out.</exception>
    public async ValueTask<PlaceList> ReadAsync(AdmissionKey key, CancellationToken cancellationToken) =>
        PlaceList.Read((await store.ReadAsync(key, cancellationToken))?.Content ?? default);

    private async ValueTask<T> ChangeAsync<T>(
        AdmissionKey key,
        Func<PlaceList, T> change,
        CancellationToken cancellationToken
    )
    {
        var turn = _turns[(uint)key.GetHashCode() % Stripes];
        await turn.WaitAsync(cancellationToken);
        try
        {
            return await InsistAsync(key, change, cancellationToken);
        }
        finally
        {
            turn.Release();
        }
    }

    private async ValueTask<T> InsistAsync<T>(
        AdmissionKey key,
        Func<PlaceList, T> change,
        CancellationToken cancellationToken
    )
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            await PauseAsync(attempt, cancellationToken);
            var found = await store.ReadAsync(key, cancellationToken);
            var places = PlaceList.Read(found?.Content ?? default);
            var result = change(places);
            if (!places.IsChanged || await store.TryWriteAsync(key, places.Write(), found?.ETag, cancellationToken))
            {
                return result;
            }
        }

        throw new IOException(
            $"The places of flow '{key.FlowId}' are changed by too many at the same time. Try again in a moment."
        );
    }

    /// <summary>None before the first repetition: usually one other was faster.</summary>
    private async ValueTask PauseAsync(int attempt, CancellationToken cancellationToken)
    {
        if (attempt > 1)
        {
            var longest = Math.Min(PauseStep * attempt, LongestPause);
            var pause = TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(1, longest));
            await Task.Delay(pause, time, cancellationToken);
        }
    }
}
