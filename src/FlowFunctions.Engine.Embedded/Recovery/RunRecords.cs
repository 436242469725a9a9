using FlowFunctions.Engine.Embedded.Wire;

namespace FlowFunctions.Engine.Embedded.Recovery;

/// <summary>The records of a run.</summary>
/// <param name="segment">The segment that holds the first.</param>
internal sealed class RunRecords(int segment)
{
    private int _begin = -1;

    /// <summary>The segment that holds its start.</summary>
    public int Segment => segment;

    public List<Record> Records { get; } = [];

    /// <summary>When it started, began to wait for admission or was put back into the queue, compared with other runs.</summary>
    public long Order { get; private set; }

    /// <summary>Whether it waits for admission.</summary>
    public bool IsQueued => _begin < 0;

    /// <summary>What started it, or will.</summary>
    public Event Start => IsQueued ? Records[0].Queued : Records[_begin].Events[0];

    /// <summary>What was recorded while it waited.</summary>
    public IEnumerable<Event> Kept =>
        Records.Take(IsQueued ? Records.Count : _begin).SelectMany(static record => record.Events);

    /// <summary>
    /// The events in the order in which they were applied: the start, then signals that had come while it waited, as if they had come
    /// with it, then everything else.
    /// </summary>
    public IEnumerable<Event> History
    {
        get
        {
            var events = Records.Skip(_begin).SelectMany(static record => record.Events);
            var signals = Kept.Where(static kept => kept.Signal is not null)
                .Select(kept => new Event { At = Start.At, Signal = kept.Signal });
            return events.Take(1).Concat(signals).Concat(events.Skip(1));
        }
    }

    public void Add(Record record, long order)
    {
        Records.Add(record);
        if (record.Queued is not null)
        {
            Order = order;
        }
        else if (IsQueued && record.IsStart)
        {
            Order = order;
            _begin = Records.Count - 1;
        }
        else if (IsQueued && record.Events.Any(static kept => kept.Control?.Asked == RunControl.Resume))
        {
            Order = order;
        }
    }
}

/// <summary>What a record says of its place in a run.</summary>
internal static class RecordKinds
{
    extension(Record record)
    {
        /// <summary>Whether the run starts with it.</summary>
        public bool IsStart =>
            record.Events is [var first, ..]
            && first.KindCase is Event.KindOneofCase.Started or Event.KindOneofCase.StoredStart;
    }
}
