using System.Collections.Concurrent;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Runs.Live;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.App.Events.Feeds;

/// <summary>
/// The feeds of the runs that somebody reads, and for a while of those that somebody has just read: a reader whose connection broke
/// comes back and goes on. For a run without readers the engine's call costs one look at a number.
/// </summary>
internal sealed class RunFeeds(EventIds ids, EventMemory memory, EventLimits limits, TimeProvider time)
    : IRunWatcher,
        ILogWatcher,
        IDisposable
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, RunFeed> _feeds = new(StringComparer.Ordinal);
    private readonly Dictionary<RunFeed, FeedUse> _uses = [];
    private readonly LinkedList<FeedUse> _lingering = [];
    private int _count;

    /// <summary>How many there are, lingering ones included.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <inheritdoc/>
    public void Watch(LiveRun run, RunState state, RunEvent runEvent, CommandBuffer effects) => Signal(run.RunId);

    /// <inheritdoc/>
    public void WatchUnstarted(LiveRun run) => Signal(run.RunId);

    /// <inheritdoc/>
    public void Watch(string runId, in LiveLogLine line)
    {
        if (Volatile.Read(ref _count) > 0 && _feeds.TryGetValue(runId, out var feed))
        {
            feed.Tell(line);
        }
    }

    /// <summary>Something has happened to a run.</summary>
    public void Signal(string runId)
    {
        if (Volatile.Read(ref _count) > 0 && _feeds.TryGetValue(runId, out var feed))
        {
            feed.Signal();
        }
    }

    /// <summary>A run that somebody reads or has just read, ended or not.</summary>
    public LiveRun? Find(string runId) => _feeds.GetValueOrDefault(runId)?.Run;

    /// <summary>A reader begins to read a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="plan">Its plan.</param>
    /// <param name="waiting">Finds what it waits for.</param>
    /// <param name="logger">Is told of defects.</param>
    /// <returns>To be disposed of when it reads no more.</returns>
    /// <exception cref="ProblemException">429: the run has as many readers as it may have.</exception>
    public FeedUse.Lease Open(LiveRun run, Plan plan, WaitReasons waiting, ILogger logger)
    {
        lock (_gate)
        {
            if (!_feeds.TryGetValue(run.RunId, out var feed))
            {
                feed = new RunFeed(run, plan, new FeedServices(ids, memory, limits, waiting, time, Drop, logger));
                _uses.Add(feed, new FeedUse(this, run.RunId, feed));
                _feeds[run.RunId] = feed;
                Interlocked.Increment(ref _count);

                // What became durable before the feed was listed.
                feed.Signal();
            }

            var use = _uses[feed];
            if (use.Readers >= limits.ReadersOfRun)
            {
                throw new ProblemException(TooMany(run.RunId));
            }

            Keep(use);
            use.Readers++;
            return new FeedUse.Lease(use);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (runId, feed) in _feeds)
        {
            Drop(runId, feed);
        }
    }

    /// <summary>A reader reads no more.</summary>
    internal void Close(FeedUse use)
    {
        lock (_gate)
        {
            if (--use.Readers > 0 || !_uses.ContainsKey(use.Feed))
            {
                return;
            }

            use.Place = _lingering.AddLast(use);
            use.Expiry = time.CreateTimer(
                static gone => ((FeedUse)gone!).Expire(),
                use,
                limits.Linger,
                Timeout.InfiniteTimeSpan
            );
            if (_lingering.Count > limits.LingeringRuns)
            {
                var oldest = _lingering.First!.Value;
                Drop(oldest.RunId, oldest.Feed);
            }
        }
    }

    /// <summary>Nobody came back.</summary>
    internal void Expire(FeedUse use)
    {
        lock (_gate)
        {
            if (use.Readers == 0)
            {
                Drop(use.RunId, use.Feed);
            }
        }
    }

    private void Drop(string runId, RunFeed feed)
    {
        lock (_gate)
        {
            if (_feeds.TryRemove(KeyValuePair.Create(runId, feed)))
            {
                Interlocked.Decrement(ref _count);
            }

            if (_uses.Remove(feed, out var use))
            {
                Keep(use);
            }
        }

        feed.Dispose();
    }

    private void Keep(FeedUse use)
    {
        if (use.Place is { } place)
        {
            _lingering.Remove(place);
            use.Place = null;
        }

        use.Expiry?.Dispose();
        use.Expiry = null;
    }

    private Problem TooMany(string runId) =>
        new(
            StatusCodes.Status429TooManyRequests,
            "Events.TooManyReaders",
            $"{limits.ReadersOfRun} readers follow run '{runId}' already, which is the limit. Close one, or read GET /api/runs/{runId} now and then."
        )
        {
            RetryAfter = limits.Heartbeat,
        };
}
