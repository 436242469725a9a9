using System.Globalization;
using System.Runtime.CompilerServices;
using FlowFunctions.Engine.Payloads;

namespace FlowFunctions.Engine.Tests.Payloads;

public sealed class PayloadCacheTests
{
    private const int Size = 100;

    [Fact]
    public void Set_MoreThanFits_HoldsThoseUsedLast()
    {
        var cache = new PayloadCache(capacity: 3 * 2 * Size);
        Set(cache, 0, 1, 2);
        Assert.True(cache.TryGet(Name(0), out _));
        Set(cache, 3);
        GC.Collect();

        Assert.Equal(3 * 2 * Size, cache.Bytes);
        Assert.Equal([true, false, true, true], Enumerable.Range(0, 4).Select(i => cache.TryGet(Name(i), out _)));
    }

    [Fact]
    public void TryGet_DroppedValueThatSomebodyHolds_IsFound()
    {
        var cache = new PayloadCache(capacity: Size);
        var held = Value(0);
        cache.Set(Name(0), held);
        GC.Collect();

        Assert.Equal(0, cache.Bytes);
        Assert.True(cache.TryGet(Name(0), out var found));
        Assert.Same(held, found);
    }

    [Fact]
    public void Set_SameValueInAnotherForm_CountsOnce()
    {
        var cache = new PayloadCache(capacity: 10 * Size);

        cache.Set(Name(0), Value(0));
        cache.Set(Name(0), Value(0));

        Assert.Equal(2 * Size, cache.Bytes);
    }

    [Fact]
    public void Set_ManyValuesThatGo_TheirNamesGoToo()
    {
        var cache = new PayloadCache(capacity: 10 * Size);
        for (var i = 0; i < 5000; i++)
        {
            Set(cache, i);
            if (i % 1000 == 0)
            {
                GC.Collect();
            }
        }

        Assert.Equal(10 * Size, cache.Bytes);
        Assert.InRange(cache.Count, 5, 2500);
    }

    private static string Name(int i) => i.ToString(CultureInfo.InvariantCulture);

    /// <summary>In a frame of its own, so that nothing but the cache holds the values afterwards.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Set(PayloadCache cache, params int[] numbers)
    {
        foreach (var i in numbers)
        {
            cache.Set(Name(i), Value(i));
        }
    }

    private static Payload Value(int i) => Payload.FromUtf8([.. Enumerable.Repeat((byte)('0' + (i % 10)), Size)]);
}
