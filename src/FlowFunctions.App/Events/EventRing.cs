namespace FlowFunctions.App.Events;

/// <summary>
/// The recent events of one kind of stream, in order. Readers go through it at their own pace and hold nothing up: who is further
/// behind than it reaches has lost the thread. Thread-safe.
/// </summary>
/// <param name="ids">Numbers events.</param>
/// <param name="capacity">The most events.</param>
/// <param name="memory">Says how many bytes they may take.</param>
internal sealed class EventRing(EventIds ids, int capacity, EventMemory memory) : IDisposable
{
    private readonly Lock _gate = new();

    private readonly EventWindow _events = new(capacity);

    // Before the first event: a number of its own, so that ids given out earlier are never taken for this ring's.
    private long _goneNumber = ids.Next();
    private long _lastNumber;
    private long _bytes;
    private bool _isClosed;
    private TaskCompletionSource? _wake;
    private (long Place, long Total) _added;
    private (long Place, long Total) _read;
    private bool _isAwaited;

    /// <summary>Called when <see cref="IsCrowded"/> was true and is not any more.</summary>
    public Action Relieved { get; init; } = static () => { };

    /// <summary>
    /// Whether no reader has read half of what fits. A source that can wait should, until <see cref="Relieved"/>: then the quickest
    /// reader sets the pace, and readers who keep up with it miss nothing.
    /// </summary>
    public bool IsCrowded
    {
        get
        {
            lock (_gate)
            {
                return _isAwaited = IsHalfUnread;
            }
        }
    }

    private bool IsHalfUnread =>
        _added.Place - _read.Place > capacity / 2 || _added.Total - _read.Total > memory.Allowed / 2;

    /// <summary>The number of the last event, or what stands for it before the first.</summary>
    public long Last
    {
        get
        {
            lock (_gate)
            {
                return LastNumber;
            }
        }
    }

    private long LastNumber => Math.Max(_goneNumber, _lastNumber);

    /// <summary>Adds an event. Readers learn of it with <see cref="Wake"/>.</summary>
    public void Append(LiveEvent added)
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                return;
            }

            added.Number = ids.Next();
            _lastNumber = added.Number;
            _added = (_added.Place + 1, _added.Total + added.Bytes);
            (added.Place, added.Total) = _added;
            if (_events.IsFull)
            {
                DropFirst();
            }

            _events.Add(added);
            Count(added.Bytes);
            while (_bytes > memory.Allowed && _events.Count > 1)
            {
                DropFirst();
            }
        }
    }

    /// <summary>Whether a reader can go on behind a number: every event since then is here.</summary>
    public bool Reaches(long number)
    {
        lock (_gate)
        {
            return number >= _goneNumber && number <= LastNumber;
        }
    }

    /// <summary>Takes the events behind a number.</summary>
    /// <param name="after">The number; moved on to the last one taken.</param>
    /// <param name="events">Where they are added to.</param>
    /// <param name="most">How many, at most.</param>
    /// <returns>What there is.</returns>
    public RingState Read(ref long after, List<LiveEvent> events, int most)
    {
        bool isRelieved;
        RingState state;
        lock (_gate)
        {
            state = ReadLocked(ref after, events, most);
            isRelieved = _isAwaited && !IsHalfUnread;
            _isAwaited &= !isRelieved;
        }

        if (isRelieved)
        {
            Relieved();
        }

        return state;
    }

    /// <summary>Whether nothing follows a number any more, or a reader there has lost the thread.</summary>
    public bool IsOver(long number)
    {
        lock (_gate)
        {
            return number < _goneNumber || (_isClosed && _lastNumber <= number);
        }
    }

    /// <summary>Ends when there may be more behind a number than there was.</summary>
    public Task WhenBeyondAsync(long number)
    {
        lock (_gate)
        {
            return _isClosed || _lastNumber > number
                ? Task.CompletedTask
                : (_wake ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <summary>Lets readers look again.</summary>
    public void Wake()
    {
        TaskCompletionSource? wake;
        lock (_gate)
        {
            (wake, _wake) = (_wake, null);
        }

        wake?.TrySetResult();
    }

    /// <summary>Nothing follows; readers still get what is here.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
        }

        Wake();
    }

    /// <summary>Lets go of everything.</summary>
    public void Dispose()
    {
        Close();
        lock (_gate)
        {
            while (_events.Count > 0)
            {
                DropFirst();
            }
        }
    }

    private RingState ReadLocked(ref long after, List<LiveEvent> events, int most)
    {
        if (after < _goneNumber)
        {
            return RingState.Lost;
        }

        var next = _events.PlaceBehind(after);
        NoteRead(next);
        for (var place = next; place < _events.Count && place - next < most; place++)
        {
            var found = _events[place];
            events.Add(found);
            after = found.Number;
        }

        return next == _events.Count && _isClosed ? RingState.Closed : RingState.Open;
    }

    /// <summary>A reader comes back for more: it has everything before a place.</summary>
    private void NoteRead(int place)
    {
        if (place == _events.Count)
        {
            _read = _added;
        }
        else if (place > 0 && _events[place - 1] is { } last && last.Place > _read.Place)
        {
            _read = (last.Place, last.Total);
        }
    }

    private void DropFirst()
    {
        var gone = _events.DropFirst();
        _goneNumber = gone.Number;
        Count(-gone.Bytes);
    }

    private void Count(long bytes)
    {
        _bytes += bytes;
        memory.Add(bytes);
    }
}

/// <summary>What a reader of a ring finds.</summary>
internal enum RingState
{
    /// <summary>Events, or none yet.</summary>
    Open,

    /// <summary>Nothing more, for ever.</summary>
    Closed,

    /// <summary>Events that it has not seen are gone.</summary>
    Lost,
}
