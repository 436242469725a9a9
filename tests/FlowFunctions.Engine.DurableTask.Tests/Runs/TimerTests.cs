using FlowFunctions.Engine.DurableTask.Hub;
using FlowFunctions.Engine.DurableTask.Hub.Faults;
using FlowFunctions.Engine.Embedded.Tests.Engine;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Engine.Tests;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.DurableTask.Tests.Runs;

/// <summary>Timers that backends cannot do as the machine wants them.</summary>
public sealed class TimerTests
{
    private static readonly Plan Waiting = RunWorld.Build(PlanBuilder.Of("wait"));

    [Fact]
    public async Task Timer_LongerThanTheLongest_GoesInStagesAndFiresOnTime()
    {
        var world = new RunWorld(WaitFor(TimeSpan.FromDays(40)));

        var result = await world.RunAsync(Waiting);

        Assert.Equal(RunStatus.Succeeded, result.Status);
        var timers = Timers(world);
        Assert.Equal(14, timers.Length);
        Assert.All(timers, static timer => Assert.InRange(timer, TimeSpan.FromHours(1), TimeSpan.FromDays(3)));
        Assert.Equal(WaitFrom.AddDays(40), Assert.Single(world.Events().OfType<TimerFired>()).At);
        Assert.Equal(world.AskedIds().Distinct(), world.AskedIds());
    }

    [Fact]
    public async Task Timer_ThatFiresEarly_IsArmedAgain()
    {
        var world = new RunWorld(
            WaitFor(TimeSpan.FromMinutes(1)),
            new TaskHubOptions { Faults = new HubFaults { EarlyTimer = 1 } }
        );

        await world.RunAsync(Waiting);

        Assert.Equal(WaitFrom.AddMinutes(1), Assert.Single(world.Events().OfType<TimerFired>()).At);
        Assert.Equal(2, Timers(world).Length);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Timer_NobodyWaitsForAnyMore_IsIgnoredWhenItFires(bool restart)
    {
        var world = new RunWorld(
            new ScriptedExecutor().On(
                "wait",
                request =>
                    request.Resume is null
                        ? new StepOutcome.Waiting(WaitFrom.AddHours(1), "go")
                        : ScriptedExecutor.Ok($"\"{request.Resume.GetType().Name}\"")
            )
        );
        var plan = RunWorld.Build(PlanBuilder.Of("wait").Step("later", static step => step).Edge("wait", "later"));
        world.Steps.On(
            "later",
            request =>
                request.Resume is null ? new StepOutcome.Waiting(WaitFrom.AddHours(2), null) : ScriptedExecutor.Ok()
        );
        await world.StartAsync(plan);
        await world.Pump.RunForAsync(TimeSpan.FromMinutes(1));
        await world.Engine.SignalAsync("run", "go", Payload.Null);
        await world.Pump.RunForAsync(TimeSpan.FromMinutes(1));
        if (restart)
        {
            world.Restart();
        }

        Assert.Equal(RunStatus.Succeeded, (await world.EndAsync()).Status);
        Assert.Equal(WaitFrom.AddHours(2), Assert.Single(world.Events().OfType<TimerFired>()).At);
    }

    private static DateTimeOffset WaitFrom { get; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static ScriptedExecutor WaitFor(TimeSpan time) =>
        new ScriptedExecutor().On(
            "wait",
            request => request.Resume is null ? new StepOutcome.Waiting(WaitFrom + time, null) : ScriptedExecutor.Ok()
        );

    /// <summary>From the turn that asked for it to its time.</summary>
    private static TimeSpan[] Timers(RunWorld world) =>
        [
            .. world
                .Hub.History("run")
                .Where(static shown => shown.TimerCreated is not null)
                .Select(static shown =>
                    shown.TimerCreated.FireAt.ToDateTimeOffset() - shown.Timestamp.ToDateTimeOffset()
                ),
        ];
}
