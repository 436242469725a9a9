namespace FlowFunctions.Engine.Embedded.Runs;

/// <summary>Counts the open runs of all shards.</summary>
internal sealed class OpenRunLimit(int limit)
{
    private int _count;

    public int Limit => limit;

    /// <summary>Counts one more, unless that would be too many.</summary>
    public bool TryAdd()
    {
        if (Interlocked.Increment(ref _count) <= limit)
        {
            return true;
        }

        Remove();
        return false;
    }

    /// <summary>Counts one more in any case.</summary>
    public void Add() => Interlocked.Increment(ref _count);

    public void Remove() => Interlocked.Decrement(ref _count);
}
