namespace FlowFunctions.Engine.Embedded.Runs;

/// <summary>Counts the open runs of all shards.</summary>
internal sealed class OpenRunLimit(int limit)
{
    private int _count;

    public int Limit => limit;

    /// <summary>Counts one more, unless that would be too many.</summary>
    /// <param name="isForced">Whether it counts in any case: child runs and runs of the journal must go on.</param>
    public bool TryAdd(bool isForced)
    {
        if (Interlocked.Increment(ref _count) <= limit || isForced)
        {
            return true;
        }

        Remove();
        return false;
    }

    public void Remove() => Interlocked.Decrement(ref _count);
}
