using FlowFunctions.Engine.DurableTask.Clients;
using FlowFunctions.Engine.Runs;

namespace FlowFunctions.Engine.DurableTask.Tests.Tending;

/// <summary>Runs that are open in the archive, while the backend does not have them.</summary>
public sealed class OrphanTests
{
    private readonly OrphanWorld _world = new();

    [Fact]
    public async Task Start_TheHubRefuses_IsRecordedAsNeverStarted()
    {
        _world.Hub.RefusesStarts = true;

        await Assert.ThrowsAsync<TaskHubUnavailableException>(() => _world.StartAsync(_world.Waiting));

        Assert.Equal((RunStatus.Failed, DurableErrors.NeverStarted), _world.Recorded());
        Assert.Equal(_world.World.Time.GetUtcNow(), _world.Archive["run"].EndedAt);
    }

    [Fact]
    public async Task Start_ThatArrivedThoughTheHubRefused_GoesOn()
    {
        _world.Hub.RefusesStarts = _world.Hub.TakesRefusedStarts = true;

        await Assert.ThrowsAsync<TaskHubUnavailableException>(() => _world.StartAsync(_world.Waiting));

        Assert.Equal((RunStatus.Running, null), _world.Recorded());
        await _world.World.Pump.RunAsync();
        await _world.SignalAsync("run");
        Assert.Equal((RunStatus.Succeeded, null), _world.Recorded());
    }

    [Fact]
    public async Task Start_TheHubIsOut_IsFoundByTending()
    {
        var run = await AcceptAsync();
        Assert.Equal((RunStatus.Running, null), _world.Recorded(run));

        Assert.Empty((await _world.TendAsync()).Recorded);
        Assert.Equal([run], (await _world.TendAsync(OrphanWorld.Patience)).Recorded);

        Assert.Equal((RunStatus.Failed, DurableErrors.NeverStarted), _world.Recorded(run));
        Assert.Empty((await _world.TendAsync()).Recorded);
    }

    [Fact]
    public async Task Start_OfARunThatWasNeverStarted_StartsItUnderItsId()
    {
        _world.Hub.RefusesStarts = true;
        await Assert.ThrowsAsync<TaskHubUnavailableException>(() => _world.StartAsync(_world.Waiting));
        _world.Hub.RefusesStarts = false;

        await _world.StartAsync(_world.Waiting);
        Assert.Equal((RunStatus.Running, null), _world.Recorded());
        await _world.SignalAsync("run");

        Assert.Equal((RunStatus.Succeeded, null), _world.Recorded());
    }

    [Fact]
    public async Task Run_ThatWaitsLong_IsLeftAlone()
    {
        await _world.StartAsync(_world.Waiting);

        var report = await _world.TendAsync(TimeSpan.FromDays(30));

        Assert.Empty(report.Recorded);
        Assert.Equal((RunStatus.Running, null), _world.Recorded());
        await _world.SignalAsync("run");
        Assert.Equal((RunStatus.Succeeded, null), _world.Recorded());
    }

    [Fact]
    public async Task Run_TheBackendLost_IsRecordedAsFailedWithItsHistory()
    {
        await _world.StartAsync(_world.Calling);
        _world.Hub.Lost = OrphanWorld.Child;

        // A view may still be written behind the last turn, which makes the record young again.
        for (var round = 0; round < 3 && _world.Recorded(OrphanWorld.Child).Status == RunStatus.Running; round++)
        {
            await _world.TendAsync(OrphanWorld.Patience);
        }

        Assert.Equal((RunStatus.Failed, DurableErrors.HostFailed), _world.Recorded(OrphanWorld.Child));
        Assert.False(_world.Archive[OrphanWorld.Child].History.IsEmpty);
        Assert.Equal((RunStatus.Failed, DurableErrors.HostFailed), _world.Recorded());
    }

    [Fact]
    public async Task Stale_OnManyPages_IsSeenOverSomeRounds()
    {
        var runs = new List<string>();
        while (runs.Count < 7)
        {
            runs.Add(await AcceptAsync());
        }

        runs.Sort(StringComparer.Ordinal);
        _world.Archive.PageSize = 2;

        Assert.Equal(runs.Take(6), (await _world.TendAsync(OrphanWorld.Patience)).Recorded);
        Assert.Equal(runs.Skip(6), (await _world.TendAsync()).Recorded);
    }

    [Fact]
    public async Task Tend_OneRunCannotBeHealed_HoldsUpNoOther()
    {
        await _world.StartAsync(_world.Waiting, "bad");
        await _world.StartAsync(_world.Waiting, "good");
        await _world.BreakAsync("bad");
        await _world.BreakAsync("good");
        _world.Hub.RefusesToRewind = "bad";

        var report = await _world.TendAsync();

        Assert.Equal(["good"], report.Rewound);
        Assert.Contains("bad", Assert.Single(report.PutOff), StringComparison.Ordinal);
        await _world.SignalAsync("good");
        Assert.Equal(RunStatus.Succeeded, _world.Recorded("good").Status);
    }

    [Fact]
    public async Task Tend_TheArchiveIsOut_Throws()
    {
        await _world.StartAsync(_world.Waiting);
        _world.Archive.Failures = 10;

        await Assert.ThrowsAsync<IOException>(() => _world.TendAsync(OrphanWorld.Patience));
    }

    /// <summary>A run is accepted while the hub is out.</summary>
    private async Task<string> AcceptAsync()
    {
        var run = RunIds.New(_world.World.Time.GetUtcNow());
        _world.Hub.RefusesStarts = _world.Hub.RefusesReads = true;
        await Assert.ThrowsAsync<TaskHubUnavailableException>(() => _world.StartAsync(_world.Waiting, run));
        _world.Hub.RefusesStarts = _world.Hub.RefusesReads = false;
        return run;
    }
}
