namespace FlowFunctions.App.Events;

/// <summary>Events in order, added at the end and dropped at the beginning. Not for several threads at a time.</summary>
/// <param name="capacity">The most events.</param>
internal sealed class EventWindow(int capacity)
{
    // Grows up to the capacity, then goes round.
    private LiveEvent?[] _events = new LiveEvent?[Math.Min(16, capacity)];
    private int _first;

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>Whether one has to be dropped before another is added.</summary>
    public bool IsFull => Count == capacity;

    /// <summary>The event at a place, from 0.</summary>
    public LiveEvent this[int place] => _events[IndexOf(place)]!;

    /// <summary>Adds an event; there must be room.</summary>
    public void Add(LiveEvent added)
    {
        if (Count == _events.Length)
        {
            Grow();
        }

        _events[IndexOf(Count++)] = added;
    }

    /// <summary>Drops the first event.</summary>
    public LiveEvent DropFirst()
    {
        var gone = this[0];
        _events[_first] = null;
        _first = IndexOf(1);
        Count--;
        return gone;
    }

    /// <summary>The place of the first event behind a number.</summary>
    public int PlaceBehind(long number)
    {
        var (from, to) = (0, Count);
        while (from < to)
        {
            var middle = (from + to) / 2;
            (from, to) = this[middle].Number <= number ? (middle + 1, to) : (from, middle);
        }

        return from;
    }

    private void Grow()
    {
        var larger = new LiveEvent?[Math.Min(Count * 2, capacity)];
        for (var place = 0; place < Count; place++)
        {
            larger[place] = this[place];
        }

        (_events, _first) = (larger, 0);
    }

    private int IndexOf(int place) => (_first + place) % _events.Length;
}
