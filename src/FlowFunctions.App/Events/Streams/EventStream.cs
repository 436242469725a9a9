namespace FlowFunctions.App.Events.Streams;

/// <summary>Answers with a stream of events that ends when its source does, when the app stops, or when the reader is too slow.</summary>
internal sealed class EventStream(EventReading reading, EventServices services) : IResult
{
    /// <summary>Events taken from a ring at once.</summary>
    private const int Batch = 256;

    private readonly List<LiveEvent> _events = new(Batch);
    private DateTimeOffset _sentAt = services.Time.GetUtcNow();

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
                    isOpen = await GoOnAsync(connection, ring, after, stop);
                    break;
            }

            stop.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Sends what the reader wants of what was taken, or that the stream lives, or waits for more.</summary>
    /// <returns>Whether the reader takes more.</returns>
    private async Task<bool> GoOnAsync(EventConnection connection, EventRing ring, long after, CancellationToken stop)
    {
        var now = services.Time.GetUtcNow();
        var rest = services.Limits.Heartbeat - (now - _sentAt);
        if (_events.Exists(reading.Wants))
        {
            _sentAt = now;
            return await connection.SendAsync(_events.FindAll(reading.Wants));
        }

        if (rest <= TimeSpan.Zero)
        {
            _sentAt = now;
            return await connection.SendHeartbeatAsync();
        }

        if (_events.Count == 0)
        {
            await WaitAsync(ring, after, rest, stop);
        }

        return true;
    }

    private async Task WaitAsync(EventRing ring, long after, TimeSpan limit, CancellationToken stop)
    {
        try
        {
            await ring.WhenBeyondAsync(after).WaitAsync(limit, services.Time, stop);
        }
        catch (TimeoutException)
        {
            // It has been silent for long enough: the next turn says that it lives.
        }
    }
}
