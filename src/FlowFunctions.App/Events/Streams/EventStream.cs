namespace FlowFunctions.App.Events.Streams;

/// <summary>Answers with a stream of events that ends when its source does, when the app stops, or when the reader is too slow.</summary>
internal sealed class EventStream(EventReading reading, EventServices services) : IResult
{
    /// <summary>Events taken from a ring at once.</summary>
    private const int Batch = 256;

    private readonly List<LiveEvent> _events = new(Batch);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(
            httpContext.RequestAborted,
            services.Lifetime.ApplicationStopping
        );
        var connection = new EventConnection(httpContext, services, stop.Token);
        try
        {
            await SendAsync(connection, stop.Token);
        }
        catch (OperationCanceledException) when (!httpContext.RequestAborted.IsCancellationRequested)
        {
            await connection.SendLastAsync(EventNames.Bye, "The app stops. Connect again in a moment.");
        }
    }

    private async Task SendAsync(EventConnection connection, CancellationToken stop)
    {
        var isOpen = await connection.BeginAsync() && await connection.SendAsync(reading.First);
        var after = reading.After;
        while (isOpen && reading.Ring is { } ring)
        {
            _events.Clear();
            switch (ring.Read(ref after, _events, Batch))
            {
                case RingState.Closed:
                    return;
                case RingState.Lost:
                    await connection.SendLastAsync(
                        EventNames.Dropped,
                        "You read more slowly than events come. Connect again to go on from the present."
                    );
                    return;
                default:
                    isOpen =
                        _events.Count > 0
                            ? await connection.SendAsync(_events.Where(reading.Wants))
                            : await WaitAsync(ring, after, stop) || await connection.SendHeartbeatAsync();
                    break;
            }

            stop.ThrowIfCancellationRequested();
        }
    }

    /// <returns>Whether there may be more; else it has been silent for long enough.</returns>
    private async Task<bool> WaitAsync(EventRing ring, long after, CancellationToken stop)
    {
        try
        {
            await ring.WhenBeyondAsync(after).WaitAsync(services.Limits.Heartbeat, services.Time, stop);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
