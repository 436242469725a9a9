using FlowFunctions.Storage.Queues;

namespace FlowFunctions.App.Triggers.Queues.Pumps;

/// <summary>Looks into a queue again and again: at once after messages, more and more seldom when there are none or storage does not answer.</summary>
internal sealed partial class QueuePolling(
    QueueSender sender,
    QueueSettings settings,
    TimeProvider time,
    ILogger<QueuePolling> logger
)
{
    /// <summary>Works until it shall stop.</summary>
    /// <param name="pump">The queue's pump.</param>
    /// <param name="stop">Takes no more; what is being started is finished.</param>
    /// <param name="giveUp">Ends what is under way.</param>
    public async Task RunAsync(MessagePump pump, CancellationToken stop, CancellationToken giveUp)
    {
        using var wake = new Wake(sender, pump.Consumer.Queue);
        var isOutage = false;
        for (var pause = TimeSpan.Zero; !stop.IsCancellationRequested; )
        {
            try
            {
                var count = await pump.DrainAsync(stop, giveUp);
                pause = settings.Longer(count > 0 ? TimeSpan.Zero : pause);
                isOutage = false;
            }
#pragma warning disable CA1031 // Storage may fail in any way; the queue is looked into again.
            catch (Exception exception) when (!giveUp.IsCancellationRequested)
#pragma warning restore CA1031
            {
                pause = settings.Longer(pause);
                Log(ref isOutage, pump.Consumer.Queue, exception);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await wake.WaitAsync(pause, time, stop);
        }
    }

    private void Log(ref bool isOutage, string queue, Exception exception)
    {
        if (!isOutage)
        {
            LogOutage(exception, queue, settings.LongestPause.TotalSeconds);
        }

        isOutage = true;
    }

    [LoggerMessage(
        1,
        LogLevel.Warning,
        "The queue '{Queue}' cannot be read; it is tried again, at least every {Seconds} s"
    )]
    private partial void LogOutage(Exception exception, string queue, double seconds);

    /// <summary>Ends a pause when this process sends a message to the queue.</summary>
    private sealed class Wake : IDisposable
    {
        private readonly QueueSender _sender;
        private readonly string _queue;
        private readonly SemaphoreSlim _sent = new(0, 1);
        private readonly Lock _gate = new();
        private bool _isDisposed;

        public Wake(QueueSender sender, string queue)
        {
            (_sender, _queue) = (sender, queue);
            _sender.Sent += Tell;
        }

        public async Task WaitAsync(TimeSpan pause, TimeProvider time, CancellationToken stop)
        {
            using var over = new CancellationTokenSource(pause, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, stop);
            await _sent.WaitAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        public void Dispose()
        {
            _sender.Sent -= Tell;
            lock (_gate)
            {
                _isDisposed = true;
                _sent.Dispose();
            }
        }

        private void Tell(object? sender, QueueSentEventArgs sent)
        {
            lock (_gate)
            {
                if (sent.Queue == _queue && !_isDisposed && _sent.CurrentCount == 0)
                {
                    _sent.Release();
                }
            }
        }
    }
}
