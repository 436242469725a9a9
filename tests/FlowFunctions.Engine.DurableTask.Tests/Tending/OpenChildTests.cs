using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;

namespace FlowFunctions.Engine.DurableTask.Tests.Tending;

/// <summary>What the archive has of a child run while it is open.</summary>
public sealed class OpenChildTests
{
    private readonly OrphanWorld _world = new();

    [Fact]
    public async Task Child_AfterItsFirstTurn_IsInTheArchive()
    {
        await _world.StartAsync(_world.Calling);

        var child = _world.Archive[OrphanWorld.Child];

        Assert.Equal((RunStatus.Running, "waiting", "run"), (child.Status, child.FlowId, child.Start.ParentRunId));
        Assert.False(child.History.IsEmpty);
        Assert.NotNull(child.StartedAt);
    }

    [Fact]
    public async Task Child_ThatHasEnded_IsRecordedBehindItsView()
    {
        await _world.StartAsync(_world.Calling);
        await _world.SignalAsync(OrphanWorld.Child);

        Assert.Equal((RunStatus.Succeeded, null), _world.Recorded(OrphanWorld.Child));
        Assert.Equal((RunStatus.Succeeded, null), _world.Recorded());
    }

    [Fact]
    public async Task Child_WhoseViewWasLost_IsStoredByTheNextProcess()
    {
        await _world.StartAsync(_world.Calling);
        _world.Archive.Remove(OrphanWorld.Child);
        _world.Restart();

        Assert.True(await _world.World.Engine.SignalAsync(OrphanWorld.Child, "nobody", Payload.Null));
        await _world.World.Pump.RunAsync();

        Assert.Equal((RunStatus.Running, null), _world.Recorded(OrphanWorld.Child));
    }

    [Fact]
    public async Task Run_WithoutAParent_IsNotStoredAgain()
    {
        await _world.StartAsync(_world.Waiting);

        Assert.True(_world.Archive["run"].History.IsEmpty);
    }

    [Fact]
    public async Task Child_PausedAndResumed_IsShownSo()
    {
        await _world.StartAsync(_world.Calling);
        _world.World.Time.Advance(TimeSpan.FromSeconds(10));

        await ControlAsync(RunControl.Pause, RunStatus.Paused);
        await ControlAsync(RunControl.Resume, RunStatus.Running);
    }

    /// <summary>Views are written behind the turns, not more often than every two seconds.</summary>
    private async Task ControlAsync(RunControl control, RunStatus shown)
    {
        Assert.True(await _world.World.Engine.ControlAsync(OrphanWorld.Child, control));
        await _world.World.Pump.RunAsync();
        for (var tries = 0; _world.Recorded(OrphanWorld.Child).Status != shown && tries < 1_000; tries++)
        {
            _world.World.Time.Advance(TimeSpan.FromSeconds(2));
            await Task.Yield();
        }

        Assert.Equal((shown, null), _world.Recorded(OrphanWorld.Child));
        _world.World.Time.Advance(TimeSpan.FromSeconds(10));
    }
}
