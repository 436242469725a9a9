using FlowFunctions.Engine.DurableTask.Folding;
using FlowFunctions.Engine.DurableTask.Hub;
using FlowFunctions.Engine.DurableTask.Hub.Faults;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Tests;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.DurableTask.Tests.Runs;

/// <summary>How the record of an ended run is stored.</summary>
public sealed class RecordingTests
{
    private static readonly Plan Single = RunWorld.Build(PlanBuilder.Of("a"));

    [Fact]
    public async Task Record_ArchiveIsOutForAWhile_IsStoredThenAndTheRunEndsAfterIt()
    {
        var world = new RunWorld();
        await world.StartAsync(Single);
        world.Archive.Failures = 4;
        var begun = world.Time.GetUtcNow();

        Assert.Equal(RunStatus.Succeeded, (await world.EndAsync()).Status);
        Assert.Equal(RunStatus.Succeeded, world.Archive["run"].Status);
        Assert.Equal(TimeSpan.FromSeconds(2 + 4 + 8 + 16), world.Time.GetUtcNow() - begun);
        Assert.Equal(begun, world.Archive["run"].EndedAt);
    }

    [Fact]
    public async Task Record_ArchiveIsOutForEver_TheRunEndsWithout()
    {
        var world = new RunWorld(
            hub: new TaskHubOptions
            {
                Faults = new HubFaults { DuplicateMessage = 0.3 },
                Seed = 3,
            },
            change: static options => options with { Rules = new FoldRules { MaxRecordTries = 12 } }
        );
        await world.StartAsync(Single);
        world.Archive.Failures = int.MaxValue;

        Assert.Equal(RunStatus.Succeeded, (await world.EndAsync()).Status);
        Assert.Equal(
            12,
            world.Hub.History("run").Count(static shown => shown.TaskScheduled?.Name == FunctionNames.RecordRun)
        );
        Assert.Equal(RunStatus.Running, world.Archive["run"].Status);
    }

    [Fact]
    public async Task Record_CallBreaks_IsTriedAgain()
    {
        var world = new RunWorld();
        await world.StartAsync(Single);
        await world.TurnsAsync();
        await world.ExecuteAsync(Assert.Single(world.TakeActivities()));
        await world.TurnsAsync();
        var record = Assert.Single(world.TakeActivities());
        Assert.Equal(FunctionNames.RecordRun, record.Name);
        var engine = world.Worker.Engine;
        world.Worker.Engine = null;
        await world.ExecuteAsync(record);
        world.Worker.Engine = engine;

        Assert.Equal(RunStatus.Succeeded, (await world.EndAsync()).Status);
        Assert.Equal(RunStatus.Succeeded, world.Archive["run"].Status);
    }

    [Fact]
    public async Task Step_CallBreaks_TheSameAttemptIsExecutedAgainUntilItIsTooOften()
    {
        var world = new RunWorld(hub: new TaskHubOptions { Faults = new HubFaults { ActivityBroken = 1 } });
        await world.StartAsync(Single);
        await world.Pump.RunUntilAsync(() =>
            world.Hub.History("run").Any(static shown => shown.TaskScheduled?.Name == FunctionNames.RecordRun)
        );

        Assert.Equal(
            6,
            world.Hub.History("run").Count(static shown => shown.TaskScheduled?.Name == FunctionNames.RunStep)
        );
        Assert.All(world.Steps.Executed, static id => Assert.Equal("run/a/1", id));
        var error = (await world.Engine.ReadAsync("run"))?.Result?.Error;
        Assert.Equal(DurableErrors.BrokenCall, error?.Code);
        Assert.Contains("6 times", error?.Message, StringComparison.Ordinal);
    }
}
