using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;

namespace FlowFunctions.Engine.DurableTask.Tests.Tending;

/// <summary>Runs whose instances have ended, while the archive does not know.</summary>
public sealed class UnrecordedEndTests
{
    private readonly OrphanWorld _world = new();

    [Fact]
    public async Task Run_WhoseFirstTurnAlwaysBreaks_IsRecordedAsFailed()
    {
        _world.World.Worker.Broken = "run";
        await _world.StartAsync(_world.Waiting);

        Assert.Equal(["run"], (await _world.TendAsync(OrphanWorld.Patience)).Rewound);
        Assert.Equal(["run"], (await _world.TendAsync()).RewoundAgain);
        Assert.Equal(["run"], (await _world.TendAsync()).Recorded);

        Assert.Equal((RunStatus.Failed, DurableErrors.HostFailed), _world.Recorded());
        Assert.Contains("2 rewinds", _world.Archive["run"].Error!.Message, StringComparison.Ordinal);
        Assert.Empty((await _world.TendAsync()).Recorded);
    }

    [Fact]
    public async Task Run_WhoseLaterTurnAlwaysBreaks_IsRecordedAsFailed()
    {
        await _world.StartAsync(_world.Waiting);
        await _world.PoisonAsync("run");

        Assert.Equal(["run"], (await _world.TendAsync(OrphanWorld.Patience)).Rewound);
        Assert.Equal(["run"], (await _world.TendAsync()).RewoundAgain);
        Assert.Equal(["run"], (await _world.TendAsync()).Recorded);

        Assert.Equal((RunStatus.Failed, DurableErrors.HostFailed), _world.Recorded());
    }

    [Fact]
    public async Task Run_TerminatedInTheBackend_IsRecordedWithItsHistory()
    {
        await _world.StartAsync(_world.Waiting);
        _world.Hub.Terminated = "run";

        Assert.Equal(["run"], (await _world.TendAsync()).Recorded);

        Assert.Equal((RunStatus.Cancelled, ErrorCodes.Terminated), _world.Recorded());
        Assert.False(_world.Archive["run"].History.IsEmpty);
    }

    [Fact]
    public async Task Run_TerminatedInTheBackendBeforeItsFirstTurn_IsRecordedAsCancelled()
    {
        await _world.World.StartAsync(_world.Waiting);
        _world.Hub.Terminated = "run";
        _world.World.Time.Advance(OrphanWorld.Patience);

        Assert.Equal(["run"], (await _world.World.Engine.TendAsync()).Recorded);

        Assert.Equal((RunStatus.Cancelled, ErrorCodes.Terminated), _world.Recorded());
    }

    [Fact]
    public async Task Run_ThatEndedWithoutARecord_IsRecordedAsItEnded()
    {
        await _world.StartAsync(_world.Waiting);
        var accepted = _world.Archive["run"];
        await _world.SignalAsync("run");
        var ended = _world.Archive["run"];
        _world.Archive.Remove("run");
        await _world.Archive.StoreAsync(accepted, CancellationToken.None);

        Assert.Equal(["run"], (await _world.TendAsync(OrphanWorld.Patience)).Recorded);

        Assert.Equal((RunStatus.Succeeded, null), _world.Recorded());
        Assert.True(_world.Archive["run"].History.Span.SequenceEqual(ended.History.Span));
    }

    [Fact]
    public async Task Child_WhoseFirstTurnAlwaysBreaks_FailsItsParent()
    {
        _world.World.Worker.Broken = OrphanWorld.Child;
        await _world.StartAsync(_world.Calling);
        for (var round = 0; round < 3; round++)
        {
            await _world.TendAsync();
        }

        Assert.Equal((RunStatus.Failed, DurableErrors.HostFailed), _world.Recorded());
        await _world.TendAsync();
        Assert.Equal("run", Assert.Single(_world.Archive.Runs).Start.RunId);
    }

    [Fact]
    public async Task Child_WhoseLaterTurnAlwaysBreaks_IsRecordedAndFailsItsParent()
    {
        await _world.StartAsync(_world.Calling);
        await _world.PoisonAsync(OrphanWorld.Child);
        for (var round = 0; round < 3; round++)
        {
            await _world.TendAsync(OrphanWorld.Patience);
        }

        Assert.Equal((RunStatus.Failed, DurableErrors.HostFailed), _world.Recorded(OrphanWorld.Child));
        Assert.False(_world.Archive[OrphanWorld.Child].History.IsEmpty);
        Assert.Equal((RunStatus.Failed, DurableErrors.HostFailed), _world.Recorded());
    }

    [Fact]
    public async Task Child_WhoseParentCannotBeToldYet_IsRecordedWhenItCan()
    {
        await _world.StartAsync(_world.Calling);
        await _world.PoisonAsync(OrphanWorld.Child);
        await _world.TendAsync(OrphanWorld.Patience);
        await _world.TendAsync();
        await _world.BreakAsync("run");
        _world.Hub.RefusesToRewind = "run";

        Assert.Empty((await _world.TendAsync(OrphanWorld.Patience)).Recorded);
        Assert.Equal(RunStatus.Running, _world.Recorded(OrphanWorld.Child).Status);
        _world.Hub.RefusesToRewind = null;
        await _world.TendAsync();
        await _world.TendAsync();

        Assert.Equal((RunStatus.Failed, DurableErrors.HostFailed), _world.Recorded(OrphanWorld.Child));
        Assert.Equal((RunStatus.Failed, DurableErrors.HostFailed), _world.Recorded());
    }

    [Fact]
    public async Task Purge_InstanceWithoutARecord_IsRecordedFirst()
    {
        await _world.StartAsync(_world.Waiting);
        await _world.SignalAsync("run");
        _world.Archive.Remove("run");

        var first = await _world.TendAsync(TimeSpan.FromDays(2));
        Assert.Equal("run", Assert.Single(first.Recorded));
        Assert.Equal(0, first.Purged);
        Assert.Equal(RunStatus.Succeeded, _world.Recorded().Status);
        Assert.Equal(1, (await _world.TendAsync()).Purged);
        Assert.Null(_world.World.Hub.Get("run"));
    }

    [Fact]
    public async Task Purge_OfALongRun_WaitsFromItsEnd()
    {
        await _world.StartAsync(_world.Waiting);
        _world.World.Time.Advance(TimeSpan.FromDays(7));
        await _world.SignalAsync("run");

        Assert.Equal(0, (await _world.TendAsync()).Purged);
        Assert.Equal(1, (await _world.TendAsync(TimeSpan.FromDays(1))).Purged);
    }
}
