using System.Collections.Concurrent;
using FlowFunctions.App.Events.Feeds;
using FlowFunctions.App.Runs.Live;
using FlowFunctions.App.Runs.Logs;
using FlowFunctions.Engine.DurableTask;
using FlowFunctions.Storage.Runs;

namespace FlowFunctions.App.Durable;

/// <summary>The runs that somebody at this process looks at. Turns that this process carries out itself are seen at once.</summary>
internal sealed class FollowedRuns(RunFeeds feeds, RunChanges changes) : IOpenRunWatcher
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, RunFollower> _runs = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public bool Watches(string runId) => _runs.ContainsKey(runId) || changes.IsFollowed(runId);

    /// <inheritdoc/>
    public void Turned(OpenRun run)
    {
        if (
            _runs.TryGetValue(run.RunId, out var follower)
            && run.History is { } history
            && OpenRuns.RecordOf(run, history, follower.Run.Header) is { } record
        )
        {
            Update(follower.Run, record);
        }

        changes.Wake(run.RunId);
    }

    /// <summary>A run was read.</summary>
    public void Update(LiveRun run, RunRecord record)
    {
        if (run.Update(record.Header, record.History.Span))
        {
            feeds.Signal(run.RunId);
        }
    }

    /// <summary>Somebody begins to look at a run.</summary>
    /// <param name="run">The run, unless others look at it already.</param>
    /// <param name="poll">Keeps it up to date until it is cancelled.</param>
    /// <returns>To be disposed of when they look no more.</returns>
    public FollowedRun Enter(LiveRun run, Func<LiveRun, CancellationToken, Task> poll)
    {
        lock (_gate)
        {
            if (!_runs.TryGetValue(run.RunId, out var follower))
            {
                follower = new RunFollower(run, poll);
                _runs[run.RunId] = follower;
            }

            follower.Readers++;
            return new FollowedRun(follower.Run, () => Leave(follower));
        }
    }

    private void Leave(RunFollower follower)
    {
        lock (_gate)
        {
            if (--follower.Readers > 0)
            {
                return;
            }

            _runs.TryRemove(follower.Run.RunId, out _);
        }

        follower.Dispose();
    }
}
