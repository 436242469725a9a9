using System.Collections.Concurrent;
using FlowFunctions.Engine.Runs;

namespace FlowFunctions.Engine.DurableTask.Activities;

/// <summary>Who waits in this process for the end of which run.</summary>
internal sealed class RunEndings
{
    private readonly ConcurrentDictionary<string, Waiters> _waiters = new(StringComparer.Ordinal);

    /// <summary>A run has ended and its record is stored.</summary>
    public void Tell(string runId, RunResult result)
    {
        if (_waiters.TryGetValue(runId, out var waiters))
        {
            waiters.End.TrySetResult(result);
        }
    }

    /// <summary>Somebody waits for a run's end.</summary>
    public Waiting Wait(string runId)
    {
        while (true)
        {
            var waiters = _waiters.GetOrAdd(runId, static _ => new Waiters());
            lock (waiters)
            {
                if (!waiters.IsGone)
                {
                    waiters.Count++;
                    return new Waiting(this, runId, waiters);
                }
            }
        }
    }

    private void Leave(string runId, Waiters waiters)
    {
        lock (waiters)
        {
            if (--waiters.Count == 0)
            {
                waiters.IsGone = true;
                _waiters.TryRemove(KeyValuePair.Create(runId, waiters));
            }
        }
    }

    /// <summary>All who wait for one run.</summary>
    internal sealed class Waiters
    {
        public TaskCompletionSource<RunResult> End { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Count { get; set; }

        public bool IsGone { get; set; }
    }

    /// <summary>One who waits.</summary>
    internal sealed class Waiting(RunEndings endings, string runId, Waiters waiters) : IDisposable
    {
        /// <summary>The end.</summary>
        public Task<RunResult> End => waiters.End.Task;

        public void Dispose() => endings.Leave(runId, waiters);
    }
}
