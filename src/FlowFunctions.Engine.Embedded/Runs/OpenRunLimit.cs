namespace FlowFunctions.Engine.Embedded.Runs;

/// <summary>Counts the open runs of all shards, and the bytes of their events as a measure of the memory they hold.</summary>
/// <param name="maxRuns">The most open runs.</param>
/// <param name="maxBytes">The most bytes.</param>
internal sealed class OpenRunLimit(int maxRuns, long maxBytes)
{
    private int _runs;
    private long _bytes;

    public int Runs => Volatile.Read(ref _runs);

    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Called when the first run opens.</summary>
    public Action? Opened { get; set; }

    /// <summary>Counts one more, unless that would be too many.</summary>
    /// <param name="isForced">Whether it counts in any case: child runs and runs of the journal must go on.</param>
    /// <returns>Why not, or null.</returns>
    public TooManyRunsException? Add(bool isForced)
    {
        var bytes = Bytes;
        if (bytes >= maxBytes && !isForced)
        {
            return TooManyRunsException.Bytes(bytes, maxBytes);
        }

        var runs = Interlocked.Increment(ref _runs);
        if (runs > maxRuns && !isForced)
        {
            Interlocked.Decrement(ref _runs);
            return TooManyRunsException.Runs(maxRuns);
        }

        if (runs == 1)
        {
            Opened?.Invoke();
        }

        return null;
    }

    public void AddBytes(long bytes) => Interlocked.Add(ref _bytes, bytes);

    public void Remove(long bytes)
    {
        AddBytes(-bytes);
        Interlocked.Decrement(ref _runs);
    }
}
