using FlowFunctions.App.Events;

namespace FlowFunctions.App.Tests.Events;

public sealed class EventRingTests
{
    private static readonly EventLimits Limits = new()
    {
        Bytes = 1_000,
        TotalBytes = 3_000,
        ScarceBytes = 200,
    };
    private readonly EventIds _ids = new(TimeProvider.System);
    private readonly EventMemory _memory = new(Limits);

    [Fact]
    public void Reader_WithinReach_GetsEveryEventOnce()
    {
        using var ring = NewRing(100);
        var after = ring.Last;
        List<int> seen = [];
        for (var number = 0; number < 1_000; number++)
        {
            Add(ring, number % 7);
            if (number % 50 == 49)
            {
                Read(ring, ref after, seen);
            }
        }

        Assert.Equal(Enumerable.Range(0, 1_000).Select(static number => number % 7), seen);
    }

    [Fact]
    public void Reader_TooFarBehind_IsLost()
    {
        using var ring = NewRing(10);
        var after = ring.Last;
        for (var number = 0; number < 11; number++)
        {
            Add(ring, 1);
        }

        Assert.False(ring.Reaches(after));
        Assert.Equal(RingState.Lost, ring.Read(ref after, [], 100));
        Assert.True(ring.Reaches(ring.Last));
        Assert.False(ring.Reaches(ring.Last + 1));
    }

    [Fact]
    public void Bytes_BeyondTheLimit_LetTheOldestGo()
    {
        using var ring = NewRing(100);
        for (var number = 0; number < 30; number++)
        {
            Add(ring, 100);
        }

        var after = ring.Last - 10;
        Assert.True(ring.Reaches(after));
        Assert.False(ring.Reaches(after - 1));
    }

    [Fact]
    public void Bytes_OfAllRings_LeaveEachLessWhenTheyAreMany()
    {
        using var one = NewRing(100);
        using var two = NewRing(100);
        using var three = NewRing(100);
        using var four = NewRing(100);
        foreach (var ring in (EventRing[])[one, two, three, four])
        {
            for (var number = 0; number < 10; number++)
            {
                Add(ring, 100);
            }
        }

        Assert.Equal(Limits.ScarceBytes, _memory.Allowed);
        Assert.True(four.Reaches(four.Last - 2));
        Assert.False(four.Reaches(four.Last - 3));
        Assert.True(one.Reaches(one.Last - 10));
    }

    [Fact]
    public void CrowdedRing_IsRelievedByItsQuickestReader()
    {
        var relieved = 0;
        using var ring = new EventRing(_ids, 10, _memory) { Relieved = () => relieved++ };
        var (quick, slow) = (ring.Last, ring.Last);
        while (!ring.IsCrowded)
        {
            Add(ring, 1);
        }

        ring.Read(ref slow, [], 1);
        Assert.Equal(0, relieved);
        ring.Read(ref quick, [], 100);
        ring.Read(ref quick, [], 100);

        Assert.Equal(1, relieved);
        Assert.False(ring.IsCrowded);
    }

    [Fact]
    public async Task ClosedRing_GivesWhatIsLeftThenEnds()
    {
        using var ring = NewRing(10);
        var after = ring.Last;
        var waiting = ring.WhenBeyondAsync(after);
        Add(ring, 1);
        ring.Close();
        Add(ring, 1);
        await waiting;

        List<LiveEvent> events = [];
        Assert.Equal(RingState.Open, ring.Read(ref after, events, 10));
        Assert.Single(events);
        Assert.Equal(RingState.Closed, ring.Read(ref after, [], 10));
    }

    [Fact]
    public void Ids_OfAnotherProcess_AreNotTaken()
    {
        using var ring = NewRing(10);
        var id = _ids.Format(ring.Last);

        Assert.Equal(ring.Last, _ids.NumberOf(id));
        Assert.Equal(ring.Last, _ids.NumberOf(id + "-end"));
        Assert.True(EventIds.IsEnd(id + "-end"));
        Assert.All(["", "x", "1-2", id + "x", "0" + id, id[..^2], null], text => Assert.Null(_ids.NumberOf(text)));
    }

    private static void Add(EventRing ring, int bytes) => ring.Append(new LiveEvent("x", new byte[bytes]));

    private static void Read(EventRing ring, ref long after, List<int> seen)
    {
        List<LiveEvent> events;
        do
        {
            events = [];
            Assert.Equal(RingState.Open, ring.Read(ref after, events, 20));
            seen.AddRange(events.Select(static told => told.Bytes));
        } while (events.Count > 0);
    }

    private EventRing NewRing(int capacity) => new(_ids, capacity, _memory);
}
