using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Threading.Channels;
using FlowFunctions.App.Runs.Live;
using FlowFunctions.Engine.Machine;

namespace FlowFunctions.App.Runs.Logs;

/// <summary>Wakes those who follow a run when something has happened to it.</summary>
internal sealed class RunChanges : IRunWatcher
{
    private readonly ConcurrentDictionary<string, ImmutableList<Follower>> _followers = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>Follows a run until the answer is disposed of.</summary>
    public Follower Follow(string runId)
    {
        var follower = new Follower(this, runId);
        _followers.AddOrUpdate(
            runId,
            static (_, added) => [added],
            static (_, others, added) => others.Add(added),
            follower
        );
        Interlocked.Increment(ref _count);
        return follower;
    }

    /// <inheritdoc/>
    public void Watch(LiveRun run, RunState state, RunEvent runEvent, CommandBuffer effects) => Wake(run.RunId);

    /// <inheritdoc/>
    public void WatchUnstarted(LiveRun run) => Wake(run.RunId);

    /// <summary>Whether somebody follows a run.</summary>
    public bool IsFollowed(string runId) => _count > 0 && _followers.ContainsKey(runId);

    /// <summary>Something has happened to a run.</summary>
    public void Wake(string runId)
    {
        if (_count == 0 || !_followers.TryGetValue(runId, out var followers))
        {
            return;
        }

        foreach (var follower in followers)
        {
            follower.Wake();
        }
    }

    private void Remove(Follower follower)
    {
        Interlocked.Decrement(ref _count);
        while (_followers.TryGetValue(follower.RunId, out var all))
        {
            var others = all.Remove(follower);
            if (
                others.IsEmpty
                    ? _followers.TryRemove(KeyValuePair.Create(follower.RunId, all))
                    : _followers.TryUpdate(follower.RunId, others, all)
            )
            {
                return;
            }
        }
    }

    /// <summary>Somebody who follows a run. However much happens while nobody looks, it wakes once.</summary>
    internal sealed class Follower(RunChanges changes, string runId) : IDisposable
    {
        private readonly Channel<bool> _woken = Channel.CreateBounded<bool>(
            new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
        );

        public string RunId => runId;

        public void Wake() => _woken.Writer.TryWrite(true);

        /// <summary>Waits until something has happened since the last call.</summary>
        /// <returns>Whether it has; false when the time is up.</returns>
        public async ValueTask<bool> WaitAsync(TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
        {
            using var timer = new CancellationTokenSource(limit, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
            try
            {
                return await _woken.Reader.ReadAsync(either.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return false;
            }
        }

        public void Dispose() => changes.Remove(this);
    }
}
