using System.Collections.Concurrent;
using FlowFunctions.Engine.DurableTask.Folding;
using FlowFunctions.Engine.DurableTask.Turns;
using FlowFunctions.Engine.Runs;

namespace FlowFunctions.Engine.DurableTask.Reading;

/// <summary>
/// Keeps the archive's view of open runs young where the backend's custom status cannot: of runs with long histories, and of runs that are
/// paused or go on after that, which lists show. It writes behind the turns, one write for a run at a time and the latest state only; a view
/// that is lost comes with the next turn, and the end of a run is recorded by an activity of its own.
/// </summary>
internal sealed class OpenRecords(IRunArchive archive, DurableEngineOptions options)
{
    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>A turn of a run was carried out here.</summary>
    public void Turned(TurnAnswer answer, RunFold fold)
    {
        var runId = fold.State.RunId;
        if (fold.Result is not null || fold.State.Start is null)
        {
            _entries.TryRemove(runId, out _);
        }
        else if (!answer.HasStatusHistory || fold.State.Status == RunStatus.Paused || _entries.ContainsKey(runId))
        {
            var entry = _entries.GetOrAdd(runId, static _ => new Entry());
            entry.Latest = ViewOf(fold);
            if (!entry.IsBusy)
            {
                entry.IsBusy = true;
                _ = WriteAsync(runId, entry);
            }
        }
    }

    private static ArchivedRun ViewOf(RunFold fold) =>
        new()
        {
            Start = fold.State.Start!,
            FlowId = fold.Plan.FlowId,
            Status = fold.State.Status,
            StartedAt = fold.State.StartedAt,
            History = fold.History,
        };

    private async Task WriteAsync(string runId, Entry entry)
    {
        while (_entries.ContainsKey(runId) && entry.Take() is { } view)
        {
            try
            {
                await archive.StoreAsync(view, CancellationToken.None);
            }
            catch (IOException)
            {
                // The next turn brings it again.
            }

            await Task.Delay(options.OpenRecordInterval, options.TimeProvider);
        }

        entry.IsBusy = false;
    }

    private sealed class Entry
    {
        private ArchivedRun? _latest;
        private volatile bool _isBusy;

        public bool IsBusy
        {
            get => _isBusy;
            set => _isBusy = value;
        }

        public ArchivedRun Latest
        {
            set => Volatile.Write(ref _latest, value);
        }

        public ArchivedRun? Take() => Interlocked.Exchange(ref _latest, null);
    }
}
