using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Engine.Tests;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.Embedded.Tests.Engine;

public sealed class ControlTests
{
    private static readonly Plan Chain = EngineHost.Build(PlanBuilder.Of("a", "b").Edge("a", "b"));

    private static readonly Plan Waiting = EngineHost.Build(PlanBuilder.Of("wait"));

    [Fact]
    public async Task Signal_AwaitedStep_GoesOnWithIt()
    {
        await using var host = await EngineHost.OpenAsync(WaitForSignal());
        await host.StartAsync(Waiting);
        await host.Log.WhenAsync("wait", StepStatus.Waiting);

        Assert.True(await host.Engine.SignalAsync("run", "go", Payload.Parse("42")));

        Assert.Equal(RunStatus.Succeeded, (await host.EndAsync()).Status);
        Assert.Equal(["run/wait/1", "run/wait/1+", "run/$output/1"], host.Steps.Executed);
    }

    [Fact]
    public async Task Signal_BeforeItsStepWaits_IsKept()
    {
        var steps = WaitForSignal();
        var gate = steps.Block("a");
        await using var host = await EngineHost.OpenAsync(steps);
        await host.StartAsync(EngineHost.Build(PlanBuilder.Of("a", "wait").Edge("a", "wait")));
        await gate.EnteredAsync();
        await host.Engine.SignalAsync("run", "go", Payload.Null);
        gate.Open();

        Assert.Equal(RunStatus.Succeeded, (await host.EndAsync()).Status);
    }

    [Fact]
    public async Task Wait_UntilATime_EndsThen()
    {
        var steps = new ScriptedExecutor();
        await using var host = await EngineHost.OpenAsync(steps);
        var until = host.Time.GetUtcNow().AddDays(40);
        steps.On(
            "wait",
            request => request.Resume is null ? new StepOutcome.Waiting(until, null) : ScriptedExecutor.Ok()
        );
        await host.StartAsync(Waiting);
        await host.Log.WhenAsync("wait", StepStatus.Waiting);
        await host.AdvanceAsync(TimeSpan.FromDays(40));

        Assert.Equal(RunStatus.Succeeded, (await host.EndAsync()).Status);
    }

    [Fact]
    public async Task Pause_RunningStep_EndsButNothingStartsUntilResume()
    {
        var steps = new ScriptedExecutor();
        var gate = steps.Block("a");
        await using var host = await EngineHost.OpenAsync(steps);
        await host.StartAsync(Chain);
        await gate.EnteredAsync();
        await host.Engine.ControlAsync("run", RunControl.Pause);
        gate.Open();
        await host.Log.WhenAsync("b", StepStatus.Ready);
        Assert.Equal(RunStatus.Paused, await host.Engine.QueryAsync("run", state => state.Status));
        Assert.Equal(["run/a/1"], host.Steps.Executed);

        await host.Engine.ControlAsync("run", RunControl.Resume);

        Assert.Equal(RunStatus.Succeeded, (await host.EndAsync()).Status);
    }

    [Fact]
    public async Task Cancel_RunningStep_IsToldToStop()
    {
        var steps = new ScriptedExecutor();
        var gate = steps.Block("a");
        await using var host = await EngineHost.OpenAsync(steps);
        await host.StartAsync(Chain);
        await gate.EnteredAsync();

        Assert.True(await host.Engine.ControlAsync("run", RunControl.Cancel, "no longer needed"));

        var result = await host.EndAsync();
        Assert.Equal((RunStatus.Cancelled, "no longer needed"), (result.Status, result.Error?.Message));
        Assert.Equal(["run/a/1"], host.Steps.Executed);
        Assert.Equal(0, gate.Inside);
    }

    [Fact]
    public async Task Cancel_StepThatWaitsForAPlace_EndsAtOnceAndIsNeverExecuted()
    {
        var steps = new ScriptedExecutor();
        var gate = steps.Block("a");
        await using var host = await EngineHost.OpenAsync(steps, options => options with { MaxConcurrentSteps = 1 });
        await host.StartAsync(Chain, "first");
        await gate.EnteredAsync();
        await host.StartAsync(EngineHost.Build(PlanBuilder.Of("late")), "second");
        await host.Engine.ControlAsync("second", RunControl.Cancel);

        Assert.Equal(RunStatus.Cancelled, (await host.EndAsync("second")).Status);
        gate.Open();
        await host.EndAsync("first");
        Assert.DoesNotContain("second/late/1", host.Steps.Executed);
    }

    [Fact]
    public async Task Control_UnknownOrFinishedRun_IsNotOpen()
    {
        await using var host = await EngineHost.OpenAsync();
        await host.RunAsync(Chain);

        Assert.False(await host.Engine.ControlAsync("run", RunControl.Cancel));
        Assert.False(await host.Engine.SignalAsync("other", "go", Payload.Null));
    }

    private static ScriptedExecutor WaitForSignal() =>
        new ScriptedExecutor().On(
            "wait",
            request => request.Resume is null ? new StepOutcome.Waiting(null, "go") : ScriptedExecutor.Ok()
        );
}
