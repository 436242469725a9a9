using FlowFunctions.Engine.DurableTask.Clients;
using FlowFunctions.Engine.DurableTask.Tests.Runs;
using FlowFunctions.Engine.Embedded.Tests.Engine;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Engine.Tests;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.DurableTask.Tests.Tending;

/// <summary>Instances that the host failed, and ended ones.</summary>
public sealed class TendingTests
{
    private static readonly Plan Chain = RunWorld.Build(PlanBuilder.Of("a", "b").Edge("a", "b"));

    [Fact]
    public async Task Tend_RunThatTheHostFailed_GoesOnFromWhereItWas()
    {
        var world = new RunWorld();
        await world.StartAsync(Chain);
        await world.TurnsAsync();
        await world.ExecuteAsync(Assert.Single(world.TakeActivities()));
        await world.BreakTurnAsync();
        Assert.Equal(InstanceStatus.Failed, world.Hub.Get("run")!.Status);

        Assert.Equal(["run"], (await world.Engine.TendAsync()).Rewound);

        Assert.Equal(RunStatus.Succeeded, (await world.EndAsync()).Status);
        Assert.Equal(["run/a/1", "run/b/1", "run/$output/1"], world.Steps.Executed.Distinct());
        Assert.Equal(1, world.Steps.Executed.Count(static id => id == "run/a/1"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Tend_StepsTimersAndChildrenWereOpen_AllAreAskedForAgain(bool restart)
    {
        var steps = new ScriptedExecutor()
            .On(
                "timer",
                request =>
                    request.Resume is null
                        ? new StepOutcome.Waiting(new DateTimeOffset(2026, 1, 1, 1, 0, 0, TimeSpan.Zero), null)
                        : ScriptedExecutor.Ok()
            )
            .On("call", Calling);
        var world = new RunWorld(steps);
        Shelve(world, Chain);
        await world.StartAsync(RunWorld.Build(PlanBuilder.Of("step", "timer", "call", "trigger")));
        await world.TurnsAsync();
        foreach (var work in world.TakeActivities())
        {
            if (RunWorld.PathOf(work) != "step")
            {
                await world.ExecuteAsync(work);
            }
        }

        await world.TurnsAsync();
        Assert.True(await world.Engine.SignalAsync("run", "any", Payload.Null));
        await world.BreakTurnAsync();
        Assert.Equal(InstanceStatus.Failed, world.Hub.Get("run")!.Status);

        // What comes while it has failed is lost.
        await world.Pump.RunAsync();
        if (restart)
        {
            world.Restart();
        }

        Assert.Equal(["run"], (await world.Engine.TendAsync()).Rewound);
        Assert.Equal(RunStatus.Succeeded, (await world.EndAsync()).Status);
        Assert.Equal(world.AskedIds().Distinct(), world.AskedIds());
    }

    [Fact]
    public async Task Signal_ToARunThatTheHostFailed_LetsItGoOnAndAsksToSendAgain()
    {
        var world = new RunWorld();
        await world.StartAsync(Chain);
        await world.TurnsAsync();
        await world.Engine.SignalAsync("run", "any", Payload.Null);
        await world.BreakTurnAsync();

        await Assert.ThrowsAsync<TaskHubUnavailableException>(async () =>
            await world.Engine.SignalAsync("run", "again", Payload.Null)
        );
        Assert.True(await world.Engine.SignalAsync("run", "again", Payload.Null));

        Assert.Equal(RunStatus.Succeeded, (await world.EndAsync()).Status);
    }

    [Fact]
    public async Task Tend_EndedLongAgo_IsPurgedAndItsRecordStays()
    {
        var world = new RunWorld();
        await world.RunAsync(Chain);
        Assert.Equal(0, (await world.Engine.TendAsync()).Purged);
        world.Time.Advance(TimeSpan.FromDays(1) + TimeSpan.FromMinutes(1));

        Assert.Equal(1, (await world.Engine.TendAsync()).Purged);
        Assert.Null(world.Hub.Get("run"));
        Assert.Equal(RunStatus.Succeeded, world.Archive["run"].Status);
        Assert.Null(await world.WaitAsync(world.Engine));
    }

    [Fact]
    public async Task Tend_TerminatedInTheBackend_IsLeftAsItIs()
    {
        var world = new RunWorld();
        await world.StartAsync(Chain);
        await world.TurnsAsync();
        world.Hub.Terminate("run", "\"enough\"");
        await world.Pump.RunAsync();
        var record = world.Archive["run"];

        var report = await world.Engine.TendAsync();

        Assert.Equal((0, 0), (report.Rewound.Count, report.Recorded.Count));
        Assert.Same(record, world.Archive["run"]);
    }

    [Fact]
    public async Task Tend_RunThatFailedByItself_IsLeftAsItIs()
    {
        var world = new RunWorld(new ScriptedExecutor().On("a", static _ => ScriptedExecutor.Fail("Boom")));
        await world.RunAsync(Chain);
        Assert.Equal(InstanceStatus.Failed, world.Hub.Get("run")!.Status);

        var report = await world.NewEngine().TendAsync();

        Assert.Equal((0, 0), (report.Rewound.Count, report.Recorded.Count));
        Assert.Equal("Boom", world.Archive["run"].Error?.Code);
    }

    [Fact]
    public async Task Tend_OpenForLong_IsNotPurged()
    {
        var world = new RunWorld(new ScriptedExecutor().On("a", static _ => new StepOutcome.Waiting(null, "never")));
        await world.StartAsync(Chain);
        await world.Pump.RunForAsync(TimeSpan.FromDays(9));

        Assert.Equal(0, (await world.Engine.TendAsync()).Purged);
        Assert.NotNull(world.Hub.Get("run"));
    }

    [Fact]
    public async Task Tend_NotOurs_IsLeftAlone()
    {
        var world = new RunWorld();
        world.Hub.Start("theirs", "Other", "1");
        world.Worker.Engine = null;
        await world.Pump.RunAsync();
        Assert.Equal(InstanceStatus.Failed, world.Hub.Get("theirs")!.Status);
        world.Time.Advance(TimeSpan.FromDays(3));

        var report = await world.NewEngine().TendAsync();

        Assert.Equal((0, 0, 0), (report.Rewound.Count, report.Recorded.Count, report.Purged));
    }

    private static StepOutcome Calling(Contracts.StepRequest request) =>
        request.Resume is null ? new StepOutcome.Calling("child", Payload.Parse("{}")) : ScriptedExecutor.Ok();

    private static void Shelve(RunWorld world, Plan child)
    {
        world.Plans.Add(child);
        world.Plans.Flows["child"] = child;
    }
}
