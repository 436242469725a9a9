using FlowFunctions.Engine.Embedded.Retention;

namespace FlowFunctions.Engine.Embedded.Journal;

/// <summary>Where a record stands.</summary>
/// <param name="Segment">Number of the segment; 0 when the record is not needed any more.</param>
/// <param name="Bytes">Its size with its header.</param>
internal readonly record struct RecordPlace(int Segment, int Bytes);

/// <summary>A run as the journal sees it: its number and where its records are.</summary>
/// <param name="number">Numbers the runs of a journal; tells two runs with the same id apart.</param>
internal sealed class LiveRun(long number)
{
    private RecordPlace[] _places = [];

    public long Number => number;

    /// <summary>Number of the last turn that was sealed. Only the run's shard touches it.</summary>
    public int Turns { get; set; }

    /// <summary>By turn, beginning with turn 1. Guarded by <see cref="LiveRecords"/>.</summary>
    internal Span<RecordPlace> Places => _places.AsSpan(0, PlaceCount);

    /// <summary>Number of turns whose records are durable.</summary>
    internal int PlaceCount { get; private set; }

    /// <summary>The turn that ended the run, from the moment that its record is being written; else 0.</summary>
    internal int EndTurn { get; set; }

    /// <summary>Who needs the records: the run itself while it is open, later those who have not taken note of its end.</summary>
    internal int Holders { get; set; } = 1;

    /// <summary>What the run keeps beyond its end until it is released; empty before, and when ended runs are not kept.</summary>
    internal IReadOnlyList<SegmentPin> Pins { get; set; } = [];

    /// <summary>Adds the place of the next turn. A run that waits has few turns, so the room for more grows from one.</summary>
    internal void AddPlace(RecordPlace place)
    {
        if (PlaceCount == _places.Length)
        {
            Array.Resize(ref _places, Math.Max(1, 2 * PlaceCount));
        }

        _places[PlaceCount++] = place;
    }

    /// <summary>Whether it has ended, was kept, and was released.</summary>
    internal bool IsReleased { get; set; }
}
