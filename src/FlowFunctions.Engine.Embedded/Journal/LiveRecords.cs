using System.Runtime.InteropServices;
using FlowFunctions.Engine.Embedded.Retention;

namespace FlowFunctions.Engine.Embedded.Journal;

/// <summary>
/// Which records are still needed, and in which segments they stand. Of an open run that is every record; of an ended one the
/// last, which holds the result, until its parent and its children have recorded that it ended. When ended runs are kept, all their
/// records are pinned where they stand until they are released.
/// </summary>
/// <param name="keepsFinished">Whether ended runs are kept.</param>
internal sealed class LiveRecords(bool keepsFinished = false)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<long, LiveRun> _runs = [];
    private readonly Dictionary<int, long> _bytes = [];
    private readonly Dictionary<int, long> _pinned = [];
    private bool _hasFreedSegment;
    private long _lastNumber;

    /// <summary>Bytes of all records that are needed.</summary>
    public long Total
    {
        get
        {
            lock (_lock)
            {
                return _bytes.Values.Sum() + _pinned.Values.Sum();
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
            foreach (var place in run.Places)
            {
                Count(place);
            }
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
                PinWhenKept(run, place);
                Forget(run);
            }

            run.AddPlace(place);
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
                && turn <= run.PlaceCount
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
            return _bytes.GetValueOrDefault(segment) + _pinned.GetValueOrDefault(segment);
        }
    }

    /// <summary>Whether a segment holds records that may not be copied.</summary>
    public bool IsPinned(int segment)
    {
        lock (_lock)
        {
            return _pinned.ContainsKey(segment);
        }
    }

    /// <summary>Takes an ended run over from the journal: its records stay where they are.</summary>
    public IReadOnlyList<SegmentPin> Pin(ReadOnlySpan<RecordPlace> places)
    {
        lock (_lock)
        {
            return PinPlaces(places);
        }
    }

    /// <summary>Nobody needs the records of ended runs any more.</summary>
    public void Unpin(IReadOnlyCollection<KeptRun> runs)
    {
        lock (_lock)
        {
            foreach (var run in runs)
            {
                Unpin(run);
            }
        }
    }

    /// <summary>Whether a segment lost its last pin since the last call.</summary>
    public bool TakeFreed()
    {
        lock (_lock)
        {
            return _hasFreedSegment && !(_hasFreedSegment = false);
        }
    }

    private void PinWhenKept(LiveRun run, RecordPlace end)
    {
        if (keepsFinished)
        {
            run.Pins = PinPlaces([.. run.Places, end]);
        }
    }

    private List<SegmentPin> PinPlaces(ReadOnlySpan<RecordPlace> places)
    {
        // Mostly one segment, and never many: a run that is open for long has its records carried forward together.
        var pins = new List<SegmentPin>(1);
        foreach (var place in places)
        {
            var index = pins.Count - 1;
            while (index >= 0 && pins[index].Segment != place.Segment)
            {
                index--;
            }

            if (index < 0)
            {
                pins.Add(new SegmentPin(place.Segment, place.Bytes));
            }
            else
            {
                pins[index] = pins[index] with { Bytes = pins[index].Bytes + place.Bytes };
            }

            CollectionsMarshal.GetValueRefOrAddDefault(_pinned, place.Segment, out _) += place.Bytes;
        }

        return pins;
    }

    private void Unpin(KeptRun kept)
    {
        foreach (var pin in kept.Pins)
        {
            if ((_pinned[pin.Segment] -= pin.Bytes) == 0)
            {
                _pinned.Remove(pin.Segment);
                _hasFreedSegment = true;
            }
        }

        if (_runs.TryGetValue(kept.Number, out var run))
        {
            run.IsReleased = true;
        }
    }

    private void Forget(LiveRun run)
    {
        foreach (ref var place in run.Places)
        {
            Uncount(place);
            place = default;
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
