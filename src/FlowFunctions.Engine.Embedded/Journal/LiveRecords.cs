namespace FlowFunctions.Engine.Embedded.Journal;

/// <summary>Where a record stands.</summary>
/// <param name="Segment">Number of the segment; 0 when the record is not needed any more.</param>
/// <param name="Bytes">Its size with its header.</param>
internal readonly record struct RecordPlace(int Segment, int Bytes);

/// <summary>A run as the journal sees it: its number and where its records are.</summary>
/// <param name="number">Numbers the runs of a journal; tells two runs with the same id apart.</param>
internal sealed class LiveRun(long number)
{
    public long Number => number;

    /// <summary>Number of the last turn that was sealed. Only the run's shard touches it.</summary>
    public int Turns { get; set; }

    /// <summary>By turn, beginning with turn 1. Guarded by <see cref="LiveRecords"/>.</summary>
    internal List<RecordPlace> Places { get; } = [];

    /// <summary>The turn that ended the run, from the moment that its record is being written; else 0.</summary>
    internal int EndTurn { get; set; }

    /// <summary>Who needs the records: the run itself while it is open, later those who have not taken note of its end.</summary>
    internal int Holders { get; set; } = 1;
}

/// <summary>
/// Which records are still needed, and in which segments they stand. Of an open run that is every record; of an ended one the
/// last, which holds the result, until its parent and its children have recorded that it ended.
/// </summary>
internal sealed class LiveRecords
{
    private readonly Lock _lock = new();
    private readonly Dictionary<long, LiveRun> _runs = [];
    private readonly Dictionary<int, long> _bytes = [];
    private long _lastNumber;

    /// <summary>Bytes of all records that are needed.</summary>
    public long Total
    {
        get
        {
            lock (_lock)
            {
                return _bytes.Values.Sum();
            }
        }
    }

    public LiveRun NewRun() => new(Interlocked.Increment(ref _lastNumber));

    /// <summary>Run numbers go on behind this one.</summary>
    public void SkipTo(long number) => _lastNumber = Math.Max(_lastNumber, number);

    /// <summary>Takes a run over from the journal.</summary>
    public void Adopt(LiveRun run)
    {
        lock (_lock)
        {
            _runs[run.Number] = run;
            run.Places.ForEach(Count);
        }
    }

    /// <summary>The next record of a run is durable.</summary>
    public void Add(LiveRun run, RecordPlace place)
    {
        lock (_lock)
        {
            _runs.TryAdd(run.Number, run);
            if (run.EndTurn != 0)
            {
                Forget(run);
            }

            run.Places.Add(place);
            Count(place);
        }
    }

    /// <summary>One more needs the run's records.</summary>
    public void Hold(LiveRun run)
    {
        lock (_lock)
        {
            run.Holders++;
        }
    }

    /// <summary>One does not need them any more.</summary>
    public void Release(LiveRun run)
    {
        lock (_lock)
        {
            if (--run.Holders == 0)
            {
                Forget(run);
                _runs.Remove(run.Number);
            }
        }
    }

    /// <summary>The run of a record that stands in a segment, if the record is needed and not held elsewhere too.</summary>
    public LiveRun? Find(long number, int turn, int segment)
    {
        lock (_lock)
        {
            // Behind the record that ends a run no other record of it may be written: it would look like an open run one day.
            return
                _runs.TryGetValue(number, out var run)
                && turn <= run.Places.Count
                && run.Places[turn - 1].Segment == segment
                && (run.EndTurn == 0 || run.EndTurn == turn)
                ? run
                : null;
        }
    }

    /// <summary>A record has been copied.</summary>
    public void Move(LiveRun run, int turn, int segment)
    {
        lock (_lock)
        {
            // Released meanwhile: the copy is garbage.
            if (_runs.ContainsKey(run.Number) && run.Places[turn - 1] is { Segment: > 0 } place)
            {
                Uncount(place);
                run.Places[turn - 1] = place with { Segment = segment };
                Count(run.Places[turn - 1]);
            }
        }
    }

    public long BytesIn(int segment)
    {
        lock (_lock)
        {
            return _bytes.GetValueOrDefault(segment);
        }
    }

    private void Forget(LiveRun run)
    {
        for (var index = 0; index < run.Places.Count; index++)
        {
            Uncount(run.Places[index]);
            run.Places[index] = default;
        }
    }

    private void Count(RecordPlace place) =>
        _bytes[place.Segment] = _bytes.GetValueOrDefault(place.Segment) + place.Bytes;

    private void Uncount(RecordPlace place)
    {
        if (place.Segment != 0 && (_bytes[place.Segment] -= place.Bytes) == 0)
        {
            _bytes.Remove(place.Segment);
        }
    }
}
