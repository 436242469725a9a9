using FlowFunctions.Storage.Callbacks;
using FlowFunctions.Storage.Tests.Local;

namespace FlowFunctions.Storage.Tests.Callbacks;

[Collection(nameof(StorageTests))]
public sealed class CallbackStoreTests(AzuriteFixture fixture)
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);
    private readonly CallbackStore _store = new(fixture.Account);
    private readonly string _workspace = AzuriteFixture.NewName();

    [Fact]
    public async Task Callback_Stored_IsFoundAsItWas()
    {
        await _store.AddAsync(Callback("run-1"));

        var found = (await _store.FindAsync(_workspace, "run-1"))!;

        Assert.Equal(Callback("run-1"), found with { ETag = default });
        Assert.Null(await _store.FindAsync(_workspace, "run-2"));
        Assert.Null(await _store.FindAsync(_workspace + "2", "run-1"));
    }

    [Fact]
    public async Task Callback_ChangedByTwo_IsChangedByOne()
    {
        await _store.AddAsync(Callback("run-1"));
        var read = (await _store.FindWaitingAsync(_workspace, "run-1"))!;

        var first = await _store.TryUpdateAsync(read with { LeasedUntil = Noon });
        var second = await _store.TryUpdateAsync(read with { LeasedUntil = Noon.AddHours(1) });
        var again = await _store.TryUpdateAsync(first! with { Tries = 1, LeasedUntil = null });

        Assert.NotNull(first);
        Assert.Null(second);
        Assert.Equal((1, null), (again!.Tries, (await _store.FindAsync(_workspace, "run-1"))!.LeasedUntil));
    }

    [Fact]
    public async Task Callback_Ended_WaitsNoMoreAndIsFound()
    {
        await _store.AddAsync(Callback("run-1"));
        await _store.AddAsync(Callback("run-2"));
        var read = (await _store.FindWaitingAsync(_workspace, "run-1"))!;

        await _store.EndAsync(
            read with
            {
                State = CallbackState.Failed,
                EndedAt = Noon,
                LastError = new string('x', 2_000),
            }
        );

        var ended = (await _store.FindAsync(_workspace, "run-1"))!;
        Assert.Equal((CallbackState.Failed, 1_001), (ended.State, ended.LastError!.Length));
        Assert.Equal(["run-2"], await WaitingAsync());
        Assert.Null(await _store.TryUpdateAsync(read));
    }

    [Fact]
    public async Task List_AfterAPlace_GoesOnBehindIt()
    {
        foreach (var run in (string[])["run-1", "run-2", "run-3"])
        {
            await _store.AddAsync(Callback(run));
        }

        Assert.Equal(["run-3"], await WaitingAsync(CallbackStore.PlaceOf(Callback("run-2"))));
    }

    [Fact]
    public async Task Clean_DeletesWhatEndedLongAgo()
    {
        await _store.EndAsync(Callback("old") with { State = CallbackState.Delivered, EndedAt = Noon.AddYears(-9) });
        await _store.EndAsync(Callback("new") with { State = CallbackState.Delivered, EndedAt = Noon });
        await _store.AddAsync(Callback("waiting"));

        await _store.CleanAsync(Noon.AddYears(-8));

        Assert.Null(await _store.FindAsync(_workspace, "old"));
        Assert.NotNull(await _store.FindAsync(_workspace, "new"));
        Assert.NotNull(await _store.FindAsync(_workspace, "waiting"));
    }

    [Fact]
    public async Task Delete_FindsItWaitingOrEnded()
    {
        await _store.AddAsync(Callback("run-1"));
        await _store.EndAsync(Callback("run-2") with { State = CallbackState.Delivered, EndedAt = Noon });

        await _store.DeleteAsync(_workspace, "run-1");
        await _store.DeleteAsync(_workspace, "run-2");

        Assert.Null(await _store.FindAsync(_workspace, "run-1"));
        Assert.Null(await _store.FindAsync(_workspace, "run-2"));
    }

    private async Task<string[]> WaitingAsync(string? after = null) =>
        await _store
            .ListWaitingAsync(after)
            .Where(callback => callback.Workspace == _workspace)
            .Select(static callback => callback.RunId)
            .ToArrayAsync();

    private RunCallback Callback(string run) =>
        new()
        {
            Workspace = _workspace,
            RunId = run,
            Url = "https://example.com/done?a=b",
            Secret = "CALLBACK_SECRET",
            BaseAddress = "http://localhost:7071",
            CreatedAt = Noon,
        };
}
