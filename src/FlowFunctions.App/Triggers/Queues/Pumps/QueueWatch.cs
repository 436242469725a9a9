using FlowFunctions.App.Triggers.Queues.Messages;

namespace FlowFunctions.App.Triggers.Queues.Pumps;

/// <summary>
/// Reads the inbox and the queues of triggers as long as the app runs, where no Functions host calls. A trigger that stops firing loses its pump
/// at once; a message that is being started is finished.
/// </summary>
internal sealed class QueueWatch(
    TriggerRegistry registry,
    QueuePumps pumps,
    QueuePolling polling,
    IHostApplicationLifetime lifetime,
    TimeProvider time
) : BackgroundService
{
    /// <summary>What is under way when the app stops may go on for so long.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    private readonly Dictionary<Reader, Running> _running = [];
    private readonly List<Running> _ending = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Before that there may be no engine; and when the app begins to stop, it takes no runs any more.
        await StartedAsync(stoppingToken);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lifetime.ApplicationStopping);
        await ReadAsync(stop.Token);
    }

    private async Task StartedAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
    }

    private async Task ReadAsync(CancellationToken stoppingToken)
    {
        using var giveUp = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        using var registration = stoppingToken.Register(() => giveUp.CancelAfter(Grace));
        var reading = polling.RunAsync(pumps.OfInbox(), stoppingToken, giveUp.Token);
        try
        {
            for (var snapshot = registry.Current; ; )
            {
                Follow(snapshot, giveUp.Token);
                snapshot = await registry.WaitForChangeAsync(snapshot, stoppingToken);
            }
        }
        finally
        {
            Follow(TriggerSnapshot.Empty, giveUp.Token);
            await Task.WhenAll(_ending.Select(static running => running.Work).Append(reading));
            _ending.ForEach(static running => running.Dispose());
        }
    }

    private void Follow(TriggerSnapshot snapshot, CancellationToken giveUp)
    {
        var wanted = pumps.For(snapshot).ToDictionary(static pump => Reader.Of(pump.Consumer));
        foreach (var (reader, running) in _running.ToList())
        {
            if (!wanted.Remove(reader))
            {
                _running.Remove(reader);
                _ending.Add(running);
                running.Stop();
            }
        }

        foreach (var ended in _ending.FindAll(static running => running.Work.IsCompleted))
        {
            _ending.Remove(ended);
            ended.Dispose();
        }

        foreach (var (reader, pump) in wanted)
        {
            _running[reader] = new Running(stop => polling.RunAsync(pump, stop, giveUp));
        }
    }

    /// <summary>Which trigger reads which queue.</summary>
    private readonly record struct Reader(string Queue, string? FlowId, string? TriggerId)
    {
        public static Reader Of(IMessageConsumer consumer) => new(consumer.Queue, consumer.FlowId, consumer.TriggerId);
    }

    /// <summary>A queue that is being read.</summary>
    private sealed class Running : IDisposable
    {
        private readonly CancellationTokenSource _stop = new();

        public Running(Func<CancellationToken, Task> read) => Work = read(_stop.Token);

        /// <summary>Ends when nothing is in hand any more.</summary>
        public Task Work { get; }

        public void Stop() => _stop.Cancel();

        public void Dispose() => _stop.Dispose();
    }
}
