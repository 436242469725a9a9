using FlowFunctions.App.Problems;

namespace FlowFunctions.App.Events.Streams;

/// <summary>Counts the readers of events, so that they stay within what a process can serve.</summary>
internal sealed class EventReaders(EventLimits limits)
{
    private int _count;

    /// <summary>How many there are.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>A reader begins.</summary>
    /// <returns>To be disposed of when it reads no more.</returns>
    /// <exception cref="ProblemException">503: there are as many as may be.</exception>
    public IDisposable Enter()
    {
        if (Interlocked.Increment(ref _count) <= limits.Readers)
        {
            return new Place(this);
        }

        Interlocked.Decrement(ref _count);
        throw new ProblemException(
            new Problem(
                StatusCodes.Status503ServiceUnavailable,
                "Events.TooManyReaders",
                $"{limits.Readers} readers follow events already, which is the limit. Try again in a moment, or read GET /api/runs now and then."
            )
            {
                RetryAfter = limits.Heartbeat,
            }
        );
    }

    private sealed class Place(EventReaders readers) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref readers._count);
    }
}
