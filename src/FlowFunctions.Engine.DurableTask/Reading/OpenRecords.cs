using System.Collections.Concurrent;
using FlowFunctions.Engine.DurableTask.Folding;
using FlowFunctions.Engine.DurableTask.Turns;
using FlowFunctions.Engine.Runs;

namespace FlowFunctions.Engine.DurableTask.Reading;

/// <summary>
/// Keeps the archive's view of open runs young where the backend's custom status cannot: of runs with long histories, of runs that are
/// paused or queued or go on after that, which lists show, and of child runs, which nobody has stored when they start. It writes behind
/// the turns, one write for a run at a time and the latest state only; a view that is lost comes with the next turn, and the end of a run
/// is recorded by an activity of its own.
/// </summary>
internal sealed class OpenRecords(IRunArchive archive, DurableEngineOptions options)
{
    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>A turn of a run was carried out here.</summary>
    /// <returns>
    /// Ends at once, but for the turn in which the run ends: that waits for the write under way, which must not come behind the record of
    /// the end.
    /// </returns>
    public Task TurnedAsync(TurnAnswer answer, RunFold fold)
    {
        var runId = fold.State.RunId;
        if (fold.Result is not null || fold is { State.Start: null, QueuedAt: null })
        {
            return _entries.TryRemove(runId, out var ended) ? ended.EndAsync() : Task.CompletedTask;
        }

        if (
            !answer.HasStatusHistory
            || fold.IsAdmissionNews
            || fold.State.Status == RunStatus.Paused
            || (answer.IsFoldedAnew && fold.Origin?.ParentRunId is not null)
            || _entries.ContainsKey(runId)
        )
        {
            Show(runId, ViewOf(fold));
        }

        return Task.CompletedTask;
    }

    private void Show(string runId, ArchivedRun view)
    {
        Entry entry;
        do
        {
            entry = _entries.GetOrAdd(runId, id => new Entry(archive, options, gone => Remove(id, gone)));
        } while (!entry.TryShow(view));
    }

    private void Remove(string runId, Entry entry) => _entries.TryRemove(KeyValuePair.Create(runId, entry));

    private static ArchivedRun ViewOf(RunFold fold) =>
        new()
        {
            Start = fold.Origin!,
            FlowId = fold.Plan.FlowId,
            Status = fold.State.Status,
            QueuedAt = fold.QueuedAt,
            StartedAt = fold.Waiting is null ? fold.State.StartedAt : null,
            History = fold.History,
        };

    /// <summary>One run's view: what is to be written next, and what is being written.</summary>
    /// <param name="archive">Where to.</param>
    /// <param name="options">How often.</param>
    /// <param name="remove">Nothing is to be written for a while: the run may go on elsewhere.</param>
    private sealed class Entry(IRunArchive archive, DurableEngineOptions options, Action<Entry> remove)
    {
        private readonly Lock _gate = new();
        private ArchivedRun? _latest;
        private Task _write = Task.CompletedTask;
        private bool _isWriting;
        private bool _isPaused;
        private bool _isGone;

        /// <summary>Takes a view, unless it is gone by now.</summary>
        public bool TryShow(ArchivedRun view)
        {
            lock (_gate)
            {
                if (_isGone)
                {
                    return false;
                }

                _latest = view;
                if (!_isWriting)
                {
                    _isWriting = true;
                    _ = WriteAsync();
                }

                return true;
            }
        }

        public Task EndAsync()
        {
            lock (_gate)
            {
                _latest = null;
                return _write;
            }
        }

        private async Task WriteAsync()
        {
            while (Next() is { } write)
            {
                await write;
                await Task.Delay(options.OpenRecordInterval, options.TimeProvider);
            }
        }

        private Task? Next()
        {
            lock (_gate)
            {
                if (_latest is { } view)
                {
                    _latest = null;
                    _isPaused = view.Status == RunStatus.Paused;
                    return _write = StoreAsync(view);
                }

                _isWriting = false;
                if (!_isPaused)
                {
                    _isGone = true;
                    remove(this);
                }

                return null;
            }
        }

        private async Task StoreAsync(ArchivedRun view)
        {
            try
            {
                await archive.StoreAsync(view, CancellationToken.None);
            }
#pragma warning disable CA1031 // A view only: the next turn brings it again, and the turn that ends the run must not break by it.
            catch (Exception)
#pragma warning restore CA1031
            {
                // Nothing is lost.
            }
        }
    }
}
