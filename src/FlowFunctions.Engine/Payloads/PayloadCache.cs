using System.Diagnostics.CodeAnalysis;

namespace FlowFunctions.Engine.Payloads;

/// <summary>
/// Stored values in memory by their hashes: those used last up to a number of bytes, and any other for as long as somebody else
/// holds it.
/// </summary>
internal sealed class PayloadCache(long capacity)
{
    private const int LeastPurge = 1024;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly LinkedList<Entry> _recent = new();
    private int _purgeAt = LeastPurge;

    /// <summary>Bytes held alive by the cache itself.</summary>
    public long Bytes { get; private set; }

    /// <summary>Values whose names are known, those that are gone among them.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _entries.Count;
            }
        }
    }

    public bool TryGet(string hash, [NotNullWhen(true)] out Payload? payload)
    {
        lock (_lock)
        {
            payload = null;
            if (!_entries.TryGetValue(hash, out var entry) || !entry.Value.TryGetTarget(out payload))
            {
                return false;
            }

            Hold(entry, payload);
            return true;
        }
    }

    /// <summary>Adds a value or replaces it by another form of it.</summary>
    public void Set(string hash, Payload payload)
    {
        lock (_lock)
        {
            if (_entries.TryGetValue(hash, out var entry))
            {
                entry.Value.SetTarget(payload);
            }
            else
            {
                Purge();
                _entries.Add(hash, entry = new Entry(payload));
            }

            Hold(entry, payload);
        }
    }

    private void Hold(Entry entry, Payload payload)
    {
        if (entry.Held is not null)
        {
            _recent.Remove(entry.Node);
            Bytes -= entry.Cost;
        }

        entry.Held = payload;
        _recent.AddFirst(entry.Node);
        Bytes += entry.Cost;
        while (Bytes > capacity && _recent.Last is { } oldest)
        {
            _recent.RemoveLast();
            oldest.Value.Held = null;
            Bytes -= oldest.Value.Cost;
        }
    }

    /// <summary>Forgets the values that nobody holds; at intervals that grow with what is left, so that adding stays cheap.</summary>
    private void Purge()
    {
        if (_entries.Count < _purgeAt)
        {
            return;
        }

        foreach (var (hash, entry) in _entries)
        {
            if (!entry.Value.TryGetTarget(out _))
            {
                _entries.Remove(hash);
            }
        }

        _purgeAt = Math.Max(LeastPurge, 2 * _entries.Count);
    }

    private sealed class Entry
    {
        public Entry(Payload payload)
        {
            Value = new(payload);
            Cost = 2 * payload.Length;
            Node = new(this);
        }

        public WeakReference<Payload> Value { get; }

        public long Cost { get; }

        public LinkedListNode<Entry> Node { get; }

        /// <summary>Set while the cache itself keeps the value alive.</summary>
        public Payload? Held { get; set; }
    }
}
