using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace FlowFunctions.App.Access;

/// <summary>Values that are good for a while, not more of them than fit: what strangers can make grow must have an end.</summary>
/// <param name="capacity">The most values; when there are more, all are forgotten.</param>
/// <param name="time">The clock.</param>
internal sealed class ExpiringCache<TKey, TValue>(int capacity, TimeProvider time)
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, (TValue Value, DateTimeOffset Until)> _values = new();
    private volatile int _generation;

    /// <summary>Grows whenever all is forgotten.</summary>
    public int Generation => _generation;

    /// <summary>A value that is still good.</summary>
    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        var isThere = _values.TryGetValue(key, out var entry) && time.GetUtcNow() < entry.Until;
        value = isThere ? entry.Value : default;
        return isThere;
    }

    /// <summary>Keeps a value, unless all was forgotten while it was looked for: it may be what should be forgotten.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="value">The value.</param>
    /// <param name="until">When it is not good any more.</param>
    /// <param name="generation">The generation when the look for it began.</param>
    public void Set(TKey key, TValue value, DateTimeOffset until, int generation)
    {
        if (generation != _generation)
        {
            return;
        }

        if (_values.Count >= capacity)
        {
            _values.Clear();
        }

        _values[key] = (value, until);
        if (generation != _generation)
        {
            _values.TryRemove(key, out _);
        }
    }

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        Interlocked.Increment(ref _generation);
        _values.Clear();
    }
}
