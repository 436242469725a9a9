using FlowFunctions.App.Limits.Rates;
using FlowFunctions.App.Tests.Access.Tokens;

namespace FlowFunctions.App.Tests.Limits;

public sealed class TokenBucketTests
{
    private readonly Clock _time = new(new DateTimeOffset(2026, 5, 4, 3, 2, 1, TimeSpan.Zero));

    [Fact]
    public void Take_MoreThanASecondHolds_IsRefusedUntilItHasFilled()
    {
        var buckets = new TokenBuckets<string>(_time);

        Assert.Equal([4, 3, 2, 1, 0], Enumerable.Range(0, 5).Select(_ => buckets.Take("a", 5).Left));
        Assert.Equal(new Taken(false, 0, TimeSpan.FromMilliseconds(200)), buckets.Take("a", 5));
        _time.MoveOn(TimeSpan.FromMilliseconds(200));
        Assert.True(buckets.Take("a", 5).IsTaken);
        Assert.False(buckets.Take("a", 5).IsTaken);
        _time.MoveOn(TimeSpan.FromHours(1));
        Assert.Equal(4, buckets.Take("a", 5).Left);
    }

    [Fact]
    public void Take_OfOne_LeavesTheOthersTheirs()
    {
        var buckets = new TokenBuckets<string>(_time);
        while (buckets.Take("greedy", 10).IsTaken) { }

        Assert.Equal(9, buckets.Take("modest", 10).Left);
    }

    [Fact]
    public void Take_ByManyAtOnce_GivesWhatThereIs()
    {
        var buckets = new TokenBuckets<string>(_time);
        var taken = 0;

        Parallel.For(
            0,
            10_000,
            _ =>
            {
                if (buckets.Take("a", 1_000).IsTaken)
                {
                    Interlocked.Increment(ref taken);
                }
            }
        );

        Assert.Equal(1_000, taken);
    }

    [Fact]
    public void Take_ForMoreThanAreKept_SharesOneAmongTheNewUntilFullOnesAreDropped()
    {
        var buckets = new TokenBuckets<int>(_time);
        for (var key = 0; key < 20_000; key++)
        {
            buckets.Take(key, 10);
        }

        Assert.Equal([9, 8], new[] { 20_001, 20_002 }.Select(key => buckets.Take(key, 10).Left));
        Assert.Equal(8, buckets.Take(0, 10).Left);
        _time.MoveOn(TimeSpan.FromSeconds(2));
        Assert.Equal([9, 9], new[] { 20_003, 20_004 }.Select(key => buckets.Take(key, 10).Left));
    }

    [Fact]
    public void Take_AfterTheRateWasLowered_HoldsNoMoreThanTheNewOne()
    {
        var buckets = new TokenBuckets<string>(_time);
        buckets.Take("a", 100);

        Assert.Equal([0L, 0L], Enumerable.Range(0, 2).Select(_ => buckets.Take("a", 1).Left));
        Assert.False(buckets.Take("a", 1).IsTaken);
    }
}
