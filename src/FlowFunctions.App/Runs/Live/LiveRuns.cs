using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using FlowFunctions.App.Runs.Records;
using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Storage.Runs;

namespace FlowFunctions.App.Runs.Live;

/// <summary>
/// The runs that are not (yet) in the tables: the open ones, and those that have ended and are about to be stored. So a run can be
/// read at every moment of its life.
/// </summary>
/// <param name="writer">Stores what has ended.</param>
/// <param name="watchers">Are told of every event.</param>
internal sealed class LiveRuns(RecordWriter writer, IEnumerable<IRunWatcher> watchers) : IRunRecorder
{
    private readonly ConcurrentDictionary<string, LiveRun> _runs = new(StringComparer.Ordinal);
    private readonly NewestFirst _newestFirst = new();
    private readonly IRunWatcher[] _watchers = [.. watchers];

    /// <summary>How many there are.</summary>
    public int Count => _runs.Count;

    /// <summary>Finds a run.</summary>
    public bool TryGet(string runId, [NotNullWhen(true)] out LiveRun? run) => _runs.TryGetValue(runId, out run);

    /// <summary>The runs behind a run in the order of lists (newest first), as long as they are asked for.</summary>
    /// <param name="after">The id of the run where the list goes on, or null for its beginning.</param>
    public IEnumerable<RunHeader> List(string? after)
    {
        foreach (var id in _newestFirst.After(after))
        {
            if (_runs.TryGetValue(id, out var run))
            {
                yield return run.Header;
            }
        }
    }

    /// <summary>A run's record is stored: it is found in the tables from now on.</summary>
    public void Forget(LiveRun run)
    {
        if (_runs.TryRemove(KeyValuePair.Create(run.RunId, run)))
        {
            _newestFirst.Remove(run.RunId);
        }
    }

    /// <summary>A stored record may be lost: the run is found here again until it is stored once more.</summary>
    public void Remember(LiveRun run)
    {
        if (_runs.TryAdd(run.RunId, run))
        {
            _newestFirst.Add(run.RunId);
        }
    }

    /// <inheritdoc/>
    public void Record(RunState state, RunEvent runEvent, CommandBuffer effects)
    {
        var run = runEvent is RunStarted started ? Begin(state, started) : _runs.GetValueOrDefault(state.RunId);
        if (run is null)
        {
            return;
        }

        var ends = effects.Commands is [.., CompleteRun];
        run.Append(state, runEvent, ends);
        foreach (var watcher in _watchers)
        {
            watcher.Watch(run, state, runEvent, effects);
        }

        if (ends)
        {
            writer.Enqueue(run);
        }
    }

    /// <inheritdoc/>
    public void RecordQueued(RunState state, DateTimeOffset at) => TellUnstarted(Add(LiveRun.Queued(state, at)));

    /// <inheritdoc/>
    public void RecordNeverStarted(RunState state, RunResult result, DateTimeOffset at)
    {
        if (_runs.TryGetValue(state.RunId, out var run))
        {
            run.EndUnstarted(result, at);
            TellUnstarted(run);
            writer.Enqueue(run);
        }
    }

    private void TellUnstarted(LiveRun run)
    {
        foreach (var watcher in _watchers)
        {
            watcher.WatchUnstarted(run);
        }
    }

    /// <summary>A run that had to wait goes on in its place; one that is told again after a restart begins anew.</summary>
    private LiveRun Begin(RunState state, RunStarted started)
    {
        if (_runs.TryGetValue(state.RunId, out var known) && known is { Bytes: 0 })
        {
            return known;
        }

        return Add(LiveRun.Started(state, started));
    }

    private LiveRun Add(LiveRun run)
    {
        if (_runs.TryGetValue(run.RunId, out var older))
        {
            Forget(older);
        }

        _runs[run.RunId] = run;
        _newestFirst.Add(run.RunId);
        return run;
    }
}
