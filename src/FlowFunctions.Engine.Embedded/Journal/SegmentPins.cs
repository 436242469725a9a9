namespace FlowFunctions.Engine.Embedded.Journal;

/// <summary>
/// Counts what still needs a segment and all that follow it. A run pins the segment that holds its start; a segment may go when
/// neither it nor an older one is pinned, so that the segments that are left never have a gap.
/// </summary>
internal sealed class SegmentPins
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<int, int> _pins = [];

    public void Pin(int segment)
    {
        lock (_lock)
        {
            _pins[segment] = _pins.GetValueOrDefault(segment) + 1;
        }
    }

    public void Unpin(int segment)
    {
        lock (_lock)
        {
            if (--_pins[segment] == 0)
            {
                _pins.Remove(segment);
            }
        }
    }

    /// <summary>The oldest segment that must be kept, given the one being written.</summary>
    public int Oldest(int current)
    {
        lock (_lock)
        {
            return _pins.Count == 0 ? current : _pins.First().Key;
        }
    }
}
