using FlowFunctions.App.Runs.Live;

namespace FlowFunctions.App.Runs.Records;

/// <summary>
/// Runs whose records were stored lately. An emulator that is killed loses its last seconds: until they are safe the records can be
/// written again from here, and the journal keeps the runs for longer still, in case this process ends as well.
/// </summary>
internal sealed class StoredRuns(RecordSettings settings, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Queue<(DateTimeOffset At, LiveRun Run)> _recent = new();
    private readonly Queue<(DateTimeOffset At, string RunId)> _older = new();

    /// <summary>A record is stored.</summary>
    public void Add(LiveRun run)
    {
        lock (_gate)
        {
            _recent.Enqueue((time.GetUtcNow(), run));
        }
    }

    /// <summary>The runs whose records may be lost when the storage has failed; they are taken out.</summary>
    public IReadOnlyList<LiveRun> TakeRecent()
    {
        lock (_gate)
        {
            var runs = _recent.Select(static stored => stored.Run).ToArray();
            _recent.Clear();
            return runs;
        }
    }

    /// <summary>Runs are deleted: their records must not be written again.</summary>
    /// <returns>Those that the journal still keeps.</returns>
    public IReadOnlyList<string> Drop(IReadOnlySet<string> runIds)
    {
        lock (_gate)
        {
            var kept = _recent.Where(stored => !runIds.Contains(stored.Run.RunId)).ToArray();
            var dropped = _recent
                .Select(static stored => stored.Run.RunId)
                .Concat(_older.Select(static stored => stored.RunId))
                .Where(runIds.Contains)
                .ToArray();
            _recent.Clear();
            foreach (var stored in kept)
            {
                _recent.Enqueue(stored);
            }

            return dropped;
        }
    }

    /// <summary>The runs that the journal need not keep any more; they are taken out.</summary>
    public IReadOnlyList<string> TakeSafe()
    {
        var now = time.GetUtcNow();
        var safe = new List<string>();
        lock (_gate)
        {
            while (_recent.TryPeek(out var stored) && now - stored.At >= settings.KeepInMemory)
            {
                _recent.Dequeue();
                _older.Enqueue((stored.At, stored.Run.RunId));
            }

            while (_older.TryPeek(out var stored) && now - stored.At >= settings.KeepInJournal)
            {
                safe.Add(_older.Dequeue().RunId);
            }
        }

        return safe;
    }
}
