using FlowFunctions.Engine.Embedded.Tests.Engine;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Storage.Tests.Local;
using FlowFunctions.Storage.Triggers;

namespace FlowFunctions.Storage.Tests.Triggers;

[Collection(nameof(StorageTests))]
public sealed class CaptureStoreTests(AzuriteFixture fixture)
{
    private static readonly (string, string) Trigger = ("flow", "hook");
    private readonly ManualTime _time = new();
    private readonly string _workspace = AzuriteFixture.NewName();

    private CaptureStore Store => new(fixture.Account, _time);

    [Fact]
    public async Task Request_Kept_IsFoundAsItWas()
    {
        var value = new byte[600_000];
        new Random(1).NextBytes(value);
        var request = NewRequest() with { ContentType = null, IsProven = false };

        await Store.AddAsync(_workspace, Trigger, request, value);

        Assert.Equal(request, Assert.Single(await Store.ListAsync(_workspace, Trigger)));
        Assert.Equal(value, await Store.FindAsync(_workspace, Trigger, request.Id));
        Assert.Null(await Store.FindAsync(_workspace, ("flow", "hook2"), request.Id));
        Assert.Empty(await Store.ListAsync(_workspace, ("flow", "hoo")));
        Assert.Empty(await Store.ListAsync(_workspace + "2", Trigger));
    }

    [Fact]
    public async Task Requests_MoreThanAreKept_PushTheOldestOut()
    {
        var requests = new List<CapturedRequest>();
        for (var count = 0; count < CaptureStore.MaxKept + 2; count++)
        {
            requests.Add(NewRequest());
            await Store.AddAsync(_workspace, Trigger, requests[^1], "1"u8.ToArray());
        }

        var kept = await Store.ListAsync(_workspace, Trigger);

        Assert.Equal(requests.AsEnumerable().Reverse().Take(CaptureStore.MaxKept), kept);
        Assert.Null(await Store.FindAsync(_workspace, Trigger, requests[0].Id));
    }

    [Fact]
    public async Task Requests_AfterTheirTime_AreGone()
    {
        var old = NewRequest();
        await Store.AddAsync(_workspace, Trigger, old, "1"u8.ToArray());
        _time.Advance(CaptureStore.KeptFor);
        var young = NewRequest();
        await Store.AddAsync(_workspace, Trigger, young, "2"u8.ToArray());

        Assert.Equal(young, Assert.Single(await Store.ListAsync(_workspace, Trigger)));
        Assert.Null(await Store.FindAsync(_workspace, Trigger, old.Id));
        Assert.True(await Store.CleanAsync(1_000) > 0);
        Assert.NotNull(await Store.FindAsync(_workspace, Trigger, young.Id));
    }

    [Fact]
    public async Task Requests_Cleared_AreGone()
    {
        await Store.AddAsync(_workspace, Trigger, NewRequest(), "1"u8.ToArray());
        await Store.AddAsync(_workspace, ("flow", "other"), NewRequest(), "1"u8.ToArray());

        await Store.ClearAsync(_workspace, Trigger);

        Assert.Empty(await Store.ListAsync(_workspace, Trigger));
        Assert.Single(await Store.ListAsync(_workspace, ("flow", "other")));
    }

    private CapturedRequest NewRequest()
    {
        _time.Advance(TimeSpan.FromMilliseconds(1));
        var now = _time.GetUtcNow();
        return new(RunIds.New(now), now, "POST", "orders", "application/json", 7, null);
    }
}
