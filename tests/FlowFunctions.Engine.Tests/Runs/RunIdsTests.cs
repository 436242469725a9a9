using FlowFunctions.Engine.Runs;

namespace FlowFunctions.Engine.Tests.Runs;

public sealed class RunIdsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, 123, TimeSpan.Zero);

    [Fact]
    public void New_Ids_HaveTheNewestFirstInOrdinalOrder()
    {
        var ids = Enumerable.Range(0, 2_000).Select(index => RunIds.New(Noon.AddMilliseconds(index * 977))).ToArray();

        Assert.Equal(ids.Reverse(), ids.Order(StringComparer.Ordinal));
        Assert.All(ids, static id => Assert.Matches("^[0-9a-hjkmnp-tv-z]{26}$", id));
    }

    [Fact]
    public void New_TwiceAtOneMoment_DiffersInTheRandomPartOnly()
    {
        var (first, second) = (RunIds.New(Noon), RunIds.New(Noon));

        Assert.Equal(first[..10], second[..10]);
        Assert.NotEqual(first, second);
    }

    [Fact]
    public void Derived_FromTheSame_IsTheSame()
    {
        var id = RunIds.Derived(Noon, "message");

        Assert.Equal(id, RunIds.Derived(Noon, "message"));
        Assert.NotEqual(id, RunIds.Derived(Noon, "other"));
        Assert.Equal(RunIds.New(Noon)[..10], id[..10]);
        Assert.Equal(Noon, RunIds.TimeOf(id));
    }

    [Fact]
    public void New_BeforeTheEpoch_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => RunIds.New(DateTimeOffset.UnixEpoch.AddMilliseconds(-1)));

    [Fact]
    public void TimeOf_OwnAndChildIds_IsTheMomentOfTheRoot()
    {
        var id = RunIds.New(Noon);

        Assert.Equal(Noon, RunIds.TimeOf(id));
        Assert.Equal(Noon, RunIds.TimeOf($"{id}~3"));
        Assert.Equal(Noon, RunIds.TimeOf($"{id}~3~17"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("order-1")]
    [InlineData("7zzzzzzzzz000000000000000")]
    [InlineData("7zzzzzzzzz00000000000000001")]
    [InlineData("7zzzzzzzzzu000000000000000")]
    [InlineData("7ZZZZZZZZZ0000000000000000")]
    [InlineData("00000000000000000000000000")]
    public void TimeOf_IdOfAnotherForm_IsNull(string id) => Assert.Null(RunIds.TimeOf(id));
}
