namespace FlowFunctions.App.Events;

/// <summary>How much memory recent events take, over all rings.</summary>
internal sealed class EventMemory(EventLimits limits)
{
    private long _bytes;

    /// <summary>What one ring may take now.</summary>
    public long Allowed => Volatile.Read(ref _bytes) > limits.TotalBytes ? limits.ScarceBytes : limits.Bytes;

    /// <summary>Counts what a ring has taken or let go.</summary>
    public void Add(long bytes) => Interlocked.Add(ref _bytes, bytes);
}
