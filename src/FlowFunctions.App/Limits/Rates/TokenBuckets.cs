using System.Collections.Concurrent;

namespace FlowFunctions.App.Limits.Rates;

/// <summary>
/// A bucket for each of many. There is an end to how many: what strangers can make grow must have one. Full ones are dropped first; when all
/// are in use, whoever comes new shares one with the others who come new.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class TokenBuckets<TKey>(TimeProvider time)
    where TKey : notnull
{
    private const int Capacity = 20_000;
    private readonly ConcurrentDictionary<TKey, TokenBucket> _buckets = new();
    private readonly TokenBucket _shared = new();
    private long _sweptAt;
    private int _count;

    /// <summary>Takes a token.</summary>
    /// <param name="key">Whose.</param>
    /// <param name="rate">Tokens a second.</param>
    public Taken Take(TKey key, long rate)
    {
        var now = time.GetTimestamp();
        var second = time.TimestampFrequency;
        var bucket = _buckets.TryGetValue(key, out var known) ? known : Add(key, now);
        return bucket.TryTake(now, second, rate, out var left)
            ? new(true, left, TimeSpan.Zero)
            : new(false, 0, TimeSpan.FromSeconds(-left / (double)second));
    }

    private TokenBucket Add(TKey key, long now)
    {
        if (Volatile.Read(ref _count) >= Capacity)
        {
            Sweep(now);
        }

        if (Volatile.Read(ref _count) >= Capacity)
        {
            return _shared;
        }

        var bucket = new TokenBucket();
        var kept = _buckets.GetOrAdd(key, bucket);
        if (kept == bucket)
        {
            Interlocked.Increment(ref _count);
        }

        return kept;
    }

    private void Sweep(long now)
    {
        var last = Volatile.Read(ref _sweptAt);
        if (now - last < time.TimestampFrequency || Interlocked.CompareExchange(ref _sweptAt, now, last) != last)
        {
            return;
        }

        foreach (var pair in _buckets.Where(pair => pair.Value.IsFull(now)))
        {
            if (_buckets.TryRemove(pair))
            {
                Interlocked.Decrement(ref _count);
            }
        }
    }
}

/// <summary>What came of taking a token.</summary>
/// <param name="IsTaken">Whether there was one.</param>
/// <param name="Left">How many are left.</param>
/// <param name="After">When there will be one.</param>
internal readonly record struct Taken(bool IsTaken, long Left, TimeSpan After);
