using FlowFunctions.Engine.DurableTask.Clients;
using FlowFunctions.Engine.Embedded.Tests.Engine;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Engine.Tests;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.DurableTask.Tests.Runs;

/// <summary>Signals and controls, through the API and from the backend itself.</summary>
public sealed class ControlTests
{
    private static readonly Plan Chain = RunWorld.Build(PlanBuilder.Of("a", "b").Edge("a", "b"));

    private static readonly Plan Waiting = RunWorld.Build(PlanBuilder.Of("wait"));

    [Fact]
    public async Task Signal_AwaitedStep_GoesOnWithIt()
    {
        var world = new RunWorld(WaitForSignal());
        await world.StartAsync(Waiting);
        await world.Pump.RunAsync();

        Assert.True(await world.Engine.SignalAsync("run", "go", Payload.Parse("42")));

        Assert.Equal(RunStatus.Succeeded, (await world.EndAsync()).Status);
        Assert.Equal("42", world.View(Waiting).Steps[0].Output?.ToString());
    }

    [Fact]
    public async Task Signal_BeforeItsStepWaits_IsKept()
    {
        var world = new RunWorld(WaitForSignal());
        await world.StartAsync(RunWorld.Build(PlanBuilder.Of("a", "wait").Edge("a", "wait")));
        await world.Engine.SignalAsync("run", "go", Payload.Null);

        Assert.Equal(RunStatus.Succeeded, (await world.EndAsync()).Status);
    }

    [Fact]
    public async Task Signal_RawEventFromTheBackend_IsOne()
    {
        var world = new RunWorld(WaitForSignal());
        await world.StartAsync(Waiting);
        await world.Pump.RunAsync();

        Assert.True(world.Hub.RaiseEvent("run", "go", "{\"by\":\"hand\"}"));

        Assert.Equal(RunStatus.Succeeded, (await world.EndAsync()).Status);
        Assert.Equal("{\"by\":\"hand\"}", world.View(Waiting).Steps[0].Output?.ToString());
    }

    [Fact]
    public async Task Signal_LargePayload_IsStored()
    {
        var world = new RunWorld(WaitForSignal());
        await world.StartAsync(Waiting);
        await world.Pump.RunAsync();
        var large = Payload.Parse($"\"{new string('x', 200_000)}\"");

        await world.Engine.SignalAsync("run", "go", large);

        Assert.Equal(RunStatus.Succeeded, (await world.EndAsync()).Status);
        Assert.All(world.Hub.History("run"), static shown => Assert.InRange(shown.CalculateSize(), 0, 20_000));
    }

    [Fact]
    public async Task Pause_RunningStep_EndsButNothingStartsUntilResume()
    {
        var world = new RunWorld();
        await world.StartAsync(Chain);
        await world.TurnsAsync();
        var step = Assert.Single(world.TakeActivities());
        await world.Engine.ControlAsync("run", RunControl.Pause);
        await world.ExecuteAsync(step);
        await world.Pump.RunAsync();
        Assert.Equal(RunStatus.Paused, (await world.Engine.ReadAsync("run"))?.Status);
        Assert.Equal(["run/a/1"], world.Steps.Executed);

        await world.Engine.ControlAsync("run", RunControl.Resume);

        Assert.Equal(RunStatus.Succeeded, (await world.EndAsync()).Status);
    }

    [Fact]
    public async Task Suspend_InTheBackend_PausesUntilItsResume()
    {
        var world = new RunWorld();
        await world.StartAsync(Chain);
        await world.TurnsAsync();
        var step = Assert.Single(world.TakeActivities());
        world.Hub.Suspend("run", "\"at night\"");
        await world.ExecuteAsync(step);
        await world.Pump.RunAsync();
        Assert.Equal(InstanceStatus.Suspended, world.Hub.Get("run")!.Status);
        Assert.Equal(RunStatus.Paused, (await world.Engine.ReadAsync("run"))?.Status);
        Assert.Equal(["run/a/1"], world.Steps.Executed);

        world.Hub.Resume("run", null);

        Assert.Equal(RunStatus.Succeeded, (await world.EndAsync()).Status);
    }

    [Fact]
    public async Task Terminate_InTheBackend_RecordsFirstAndEndsTerminated()
    {
        var world = new RunWorld();
        await world.StartAsync(Chain);
        await world.TurnsAsync();

        world.Hub.Terminate("run", "\"enough\"");
        await world.TurnsAsync();
        Assert.Equal(InstanceStatus.Running, world.Hub.Get("run")!.Status);
        await world.Pump.RunAsync();

        Assert.Equal(InstanceStatus.Terminated, world.Hub.Get("run")!.Status);
        var record = world.Archive["run"];
        Assert.Equal(
            (RunStatus.Cancelled, ErrorCodes.Terminated, "enough"),
            (record.Status, record.Error?.Code, record.Error?.Message)
        );
    }

    [Fact]
    public async Task Cancel_RunningStep_IsToldToStop()
    {
        var steps = new ScriptedExecutor();
        var gate = steps.Block("a");
        var world = new RunWorld(steps);
        await world.StartAsync(Chain);
        await world.TurnsAsync();
        var running = world.ExecuteAsync(Assert.Single(world.TakeActivities())).AsTask();
        await gate.EnteredAsync();

        Assert.True(await world.Engine.ControlAsync("run", RunControl.Cancel, "no longer needed"));
        await world.TurnsAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(10));

        var result = await world.EndAsync();
        Assert.Equal((RunStatus.Cancelled, "no longer needed"), (result.Status, result.Error?.Message));
        Assert.Equal((0, 1), (gate.Inside, world.Steps.Executed.Count));
    }

    [Fact]
    public async Task Cancel_StepOnAnotherInstance_LateResultChangesNothing()
    {
        var world = new RunWorld();
        await world.StartAsync(Chain);
        await world.TurnsAsync();
        var step = Assert.Single(world.TakeActivities());
        await world.Engine.ControlAsync("run", RunControl.Cancel);
        await world.TurnsAsync();
        await world.ExecuteAsync(step);

        Assert.Equal(RunStatus.Cancelled, (await world.EndAsync()).Status);
        Assert.DoesNotContain("run/b/1", world.Steps.Executed);
    }

    [Fact]
    public async Task Cancel_BeforeTheFirstTurn_NothingIsExecuted()
    {
        var world = new RunWorld();
        await world.StartAsync(Chain);
        await world.Engine.ControlAsync("run", RunControl.Cancel);

        Assert.Equal(RunStatus.Cancelled, (await world.EndAsync()).Status);
        Assert.Empty(world.Steps.Executed);
    }

    [Fact]
    public async Task Cancel_CleanUp_IsExecuted()
    {
        var world = new RunWorld();
        var plan = RunWorld.Build(PlanBuilder.Of("a", "clean").Edge("a", "clean", EdgeCondition.Always));
        await world.StartAsync(plan);
        await world.TurnsAsync();
        await world.Engine.ControlAsync("run", RunControl.Cancel);

        Assert.Equal(RunStatus.Cancelled, (await world.EndAsync()).Status);
        Assert.Contains("run/clean/1", world.Steps.Executed);
    }

    [Fact]
    public async Task Control_UnknownOrEndedRun_IsNotOpen()
    {
        var world = new RunWorld();
        await world.RunAsync(Chain);

        Assert.False(await world.Engine.ControlAsync("run", RunControl.Cancel));
        Assert.False(await world.Engine.SignalAsync("run", "go", Payload.Null));
        Assert.False(await world.Engine.SignalAsync("other", "go", Payload.Null));
    }

    [Fact]
    public async Task Step_ThatIsStoppedAndThrows_IsNotExecutedAgain()
    {
        var steps = new ScriptedExecutor();
        var gate = steps.Block("a");
        steps.On(
            "a",
            async (request, stop) =>
            {
                try
                {
                    return await gate.PassAsync(request, stop);
                }
                catch (OperationCanceledException)
                {
                    throw new HttpRequestException("The connection was closed.");
                }
            }
        );
        var world = new RunWorld(steps);
        await world.StartAsync(Chain);
        await world.TurnsAsync();
        var running = world.ExecuteAsync(Assert.Single(world.TakeActivities())).AsTask();
        await gate.EnteredAsync();

        world.Time.Advance(TimeSpan.FromHours(1));
        await running.WaitAsync(TimeSpan.FromSeconds(10));

        Assert.Equal(DurableErrors.CallTooLong, (await world.EndAsync()).Error?.Code);
        Assert.Single(world.Steps.Executed);
    }

    private static ScriptedExecutor WaitForSignal() =>
        new ScriptedExecutor().On(
            "wait",
            request =>
                request.Resume is StepResume.SignalReceived signal
                    ? new StepOutcome.Succeeded(signal.Payload)
                    : new StepOutcome.Waiting(null, "go")
        );
}
