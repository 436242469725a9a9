using FlowFunctions.Engine.Embedded.Shards;

namespace FlowFunctions.Engine.Embedded;

/// <summary>How an engine ends.</summary>
public sealed partial class EmbeddedEngine
{
    /// <summary>
    /// Hands over to the next process: takes no new runs, begins no further step executions, lets those that go on finish, makes
    /// their answers durable, and stops. What did not finish in time is told to stop and is executed again after a restart.
    /// </summary>
    /// <param name="limit">How long executions may go on, by default 10 s.</param>
    public async Task DrainAsync(TimeSpan? limit = null)
    {
        _isDraining = true;
        _dispatcher.Drain();
        var patience = limit ?? TimeSpan.FromSeconds(10);
        await _dispatcher.WaitAsync(patience, _options.TimeProvider);
        await WhenQuietAsync(_options.StopTimeout);
        await DisposeAsync();
    }

    /// <summary>
    /// Stops within ten seconds: nothing new begins, running steps are told to stop and are executed again after a restart, what
    /// is on its way to the disk arrives, and the directory is free.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        _watchdog.Dispose();
        await StopRetellingAsync();
        await _sweep.DisposeAsync();
        _dispatcher.Stop();
        _journal.Hurry();
        foreach (var shard in _shards)
        {
            shard.Post(StopMessage.Instance);
        }

        await _loops;

        // The directory stays locked while steps go on, so that no other process executes them at the same time.
        await _dispatcher.WaitAsync(_options.StopTimeout, TimeProvider.System);
        await _journal.DisposeAsync();
        _metrics.Dispose();
    }

    /// <summary>Answers that have come are durable; a run that evaluates for ever or a disk that does not write must not hold it up.</summary>
    private async Task WhenQuietAsync(TimeSpan limit)
    {
        var messages = _shards.Select(static _ => new QuietMessage()).ToArray();
        if (_shards.Zip(messages).All(static pair => pair.First.Post(pair.Second)))
        {
            try
            {
                await Task.WhenAll(messages.Select(static message => message.Quiet)).WaitAsync(limit);
            }
            catch (TimeoutException)
            {
                // What is not durable by then is executed again.
            }
        }
    }

    private async Task StopRetellingAsync()
    {
        await _stop.CancelAsync();
        await RetellingFinished.ConfigureAwait(
            ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext
        );
        _stop.Dispose();
    }
}
