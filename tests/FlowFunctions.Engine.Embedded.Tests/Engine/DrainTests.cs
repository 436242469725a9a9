using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Tests;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.Embedded.Tests.Engine;

public sealed class DrainTests
{
    private static readonly Plan Chain = EngineHost.Build(PlanBuilder.Of("a", "b").Edge("a", "b"));

    [Fact]
    public async Task Drain_RunningStep_FinishesAndIsNotExecutedAgain()
    {
        var steps = new ScriptedExecutor();
        var gate = steps.Block("a");
        await using var host = await EngineHost.OpenAsync(steps);
        await host.StartAsync(Chain);
        await gate.EnteredAsync();

        var draining = host.Engine.DrainAsync();
        var refusal = await Assert.ThrowsAsync<EngineDrainingException>(() => host.StartAsync(Chain, "next"));
        Assert.Equal("Engine.Draining", refusal.Code);
        gate.Open();
        await draining;

        Assert.Equal(["run/a/1"], host.Steps.Executed);
        await using var second = await host.RestartAsync();
        Assert.Equal(RunStatus.Succeeded, (await second.EndAsync()).Status);
        Assert.Equal(["run/b/1", "run/$output/1"], second.Steps.Executed);
    }

    [Fact]
    public async Task Drain_StepThatTakesLonger_IsExecutedAgainAfterARestart()
    {
        var steps = new ScriptedExecutor();
        var gate = steps.Block("a");
        await using var host = await EngineHost.OpenAsync(steps);
        await host.StartAsync(Chain);
        await gate.EnteredAsync();

        var draining = host.Engine.DrainAsync();
        await host.AdvanceAsync(TimeSpan.FromSeconds(9));
        Assert.False(draining.IsCompleted);
        await host.AdvanceAsync(TimeSpan.FromSeconds(1));
        await draining;

        await using var second = await host.RestartAsync();
        Assert.Equal(RunStatus.Succeeded, (await second.EndAsync()).Status);
        Assert.Equal(["run/a/1", "run/b/1", "run/$output/1"], second.Steps.Executed);
    }

    [Fact]
    public async Task Drain_NothingGoesOn_EndsAtOnce()
    {
        await using var host = await EngineHost.OpenAsync();
        await host.RunAsync(Chain);

        await host.Engine.DrainAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => host.StartAsync(Chain, "next"));
    }
}
