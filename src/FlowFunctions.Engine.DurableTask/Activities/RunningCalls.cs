using System.Collections.Concurrent;

namespace FlowFunctions.Engine.DurableTask.Activities;

/// <summary>The step attempts that this process executes now, so that those that are given up can be told.</summary>
internal sealed class RunningCalls
{
    private readonly ConcurrentDictionary<(string RunId, int CommandId), Call> _calls = new();

    /// <summary>An execution begins. Of one that is delivered twice at the same time both go on; the later one is told.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="commandId">The command that it answers.</param>
    /// <param name="limit">The longest that it may take.</param>
    /// <param name="time">The clock.</param>
    /// <param name="stop">The process ends.</param>
    public Call Begin(string runId, int commandId, TimeSpan limit, TimeProvider time, CancellationToken stop)
    {
        var call = new Call(this, (runId, commandId), limit, time, stop);
        _calls[(runId, commandId)] = call;
        return call;
    }

    /// <summary>The run does not want the answers any more.</summary>
    public void GiveUp(string runId, IEnumerable<int> commandIds)
    {
        foreach (var commandId in commandIds)
        {
            if (_calls.TryGetValue((runId, commandId), out var call))
            {
                call.GiveUp();
            }
        }
    }

    /// <summary>An execution.</summary>
    internal sealed class Call : IDisposable
    {
        private readonly RunningCalls _owner;
        private readonly (string, int) _key;
        private readonly CancellationTokenSource _limit;
        private readonly CancellationTokenSource _all;

        public Call(RunningCalls owner, (string, int) key, TimeSpan limit, TimeProvider time, CancellationToken stop)
        {
            (_owner, _key) = (owner, key);
            _limit = new CancellationTokenSource(limit, time);
            _all = CancellationTokenSource.CreateLinkedTokenSource(_limit.Token, stop);
        }

        /// <summary>Tells the step to stop.</summary>
        public CancellationToken Token => _all.Token;

        /// <summary>Whether it was stopped because nobody wants its answer.</summary>
        public bool IsGivenUp { get; private set; }

        public void GiveUp()
        {
            IsGivenUp = true;
            try
            {
                _ = _all.CancelAsync();
            }
            catch (ObjectDisposedException)
            {
                // It has just ended by itself.
            }
        }

        public void Dispose()
        {
            _owner._calls.TryRemove(KeyValuePair.Create(_key, this));
            _all.Dispose();
            _limit.Dispose();
        }
    }
}
