using System.Text.Json;
using FlowFunctions.Engine.DurableTask.Hub;
using FlowFunctions.Engine.DurableTask.Hub.Faults;
using FlowFunctions.Engine.Embedded.Tests.Engine;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Engine.Tests;
using FlowFunctions.Expressions;
using FlowFunctions.Flows.Plans;
using EventKind = FlowFunctions.Engine.DurableTask.Protocol.HistoryEvent.EventTypeOneofCase;

namespace FlowFunctions.Engine.DurableTask.Tests.Runs;

/// <summary>What a run does on this engine as on every other.</summary>
public sealed class RunTests
{
    private static readonly Plan Chain = RunWorld.Build(PlanBuilder.Of("a", "b", "c").Edge("a", "b").Edge("b", "c"));

    [Fact]
    public async Task Run_Chain_ExecutesInOrderAndIsRecorded()
    {
        var world = new RunWorld();

        var result = await world.RunAsync(Chain);

        Assert.Equal((RunStatus.Succeeded, "\"$output\""), (result.Status, result.Output?.ToString()));
        Assert.Equal(["run/a/1", "run/b/1", "run/c/1", "run/$output/1"], Distinct(world));
        var record = world.Archive["run"];
        Assert.Equal((RunStatus.Succeeded, Chain.FlowId), (record.Status, record.FlowId));
        Assert.All(world.View(Chain).Steps, step => Assert.Equal(StepStatus.Succeeded, step.Status));
    }

    [Fact]
    public async Task Run_Diamond_AsksForBothBranchesAtOnce()
    {
        var world = new RunWorld();
        var diamond = PlanBuilder.Of("a", "b", "c", "d").Edge("a", "b").Edge("a", "c").Edge("b", "d").Edge("c", "d");
        await world.StartAsync(RunWorld.Build(diamond));
        await world.TurnsAsync();
        await world.ExecuteAsync(Assert.Single(world.TakeActivities()));
        await world.TurnsAsync();

        var branches = world.TakeActivities();

        Assert.Equal(2, branches.Count);
        foreach (var branch in branches)
        {
            await world.ExecuteAsync(branch);
            Assert.DoesNotContain("run/d/1", Distinct(world));
        }

        Assert.Equal(RunStatus.Succeeded, (await world.EndAsync()).Status);
        Assert.Equal(["run/d/1", "run/$output/1"], Distinct(world).Skip(3));
    }

    [Fact]
    public async Task Run_FailedAttempt_IsRetriedWhenItsTimerFires()
    {
        var steps = new ScriptedExecutor().On(
            "a",
            request => request.Attempt < 3 ? ScriptedExecutor.Fail("Http.503", retryable: true) : ScriptedExecutor.Ok()
        );
        var world = new RunWorld(steps);
        var retry = new RetryPolicy
        {
            MaxAttempts = 3,
            Backoff = Backoff.Fixed,
            Delay = TimeSpan.FromHours(1),
        };
        await world.StartAsync(RunWorld.Build(new PlanBuilder().Step("a", step => step with { Retry = retry })));

        await world.Pump.RunForAsync(TimeSpan.FromMinutes(59));
        Assert.Equal(["run/a/1"], Distinct(world));
        await world.Pump.RunForAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(["run/a/1", "run/a/2"], Distinct(world));
        await world.Pump.RunForAsync(TimeSpan.FromHours(1));

        Assert.Equal(RunStatus.Succeeded, world.ResultOf().Status);
        Assert.Equal(["run/a/1", "run/a/2", "run/a/3", "run/$output/1"], Distinct(world));
    }

    [Theory]
    [InlineData(3, 1)]
    [InlineData(450, 4)]
    public async Task Run_Loop_ExecutesEveryItemOnceInChunks(int items, int instances)
    {
        var array = Payload.Parse($"[{string.Join(',', Enumerable.Range(0, items))}]");
        var steps = new ScriptedExecutor().On(
            "loop",
            request =>
                request.Resume is null
                    ? new StepOutcome.Iterating(array, items, Concurrency: 10, ItemFailureMode.Stop)
                    : ScriptedExecutor.Ok()
        );
        var world = new RunWorld(steps);

        var result = await world.RunAsync(RunWorld.Build(new PlanBuilder().Loop("loop", PlanBuilder.Of("body"))));

        Assert.Equal(RunStatus.Succeeded, result.Status);
        var bodies = world.Steps.Executed.Where(id => id.EndsWith("/body/1", StringComparison.Ordinal)).ToArray();
        Assert.Equal(items, bodies.Select(id => id[id.IndexOf('/', StringComparison.Ordinal)..]).Distinct().Count());
        Assert.Equal(items, bodies.Length);
        Assert.Equal(instances, world.Archive.Runs.Count);
        Assert.All(world.Archive.Runs, run => Assert.Equal(RunStatus.Succeeded, run.Status));
        Assert.All(world.Archive.Runs, run => Assert.InRange(world.Hub.History(run.Start.RunId).Count, 1, 1500));
    }

    [Fact]
    public async Task Run_FlowTimeout_EndsTheRun()
    {
        var world = new RunWorld();
        await world.StartAsync(
            RunWorld.Build(PlanBuilder.Of("a").Settings(new PlanSettings { Timeout = TimeSpan.FromDays(2) }))
        );
        await world.TurnsAsync();
        var step = Assert.Single(world.TakeActivities());
        await world.PassAsync(TimeSpan.FromDays(2));
        await world.ExecuteAsync(step);

        Assert.Equal(RunStatus.TimedOut, (await world.EndAsync()).Status);
    }

    [Fact]
    public async Task Run_StepTimeout_LateResultChangesNothing()
    {
        var world = new RunWorld();
        var plan = RunWorld.Build(
            new PlanBuilder()
                .Step("a", step => step with { Timeout = TimeSpan.FromSeconds(30) })
                .Step("b")
                .Edge("a", "b", EdgeCondition.Failure)
        );
        await world.StartAsync(plan);
        await world.TurnsAsync();
        var late = Assert.Single(world.TakeActivities());
        await world.PassAsync(TimeSpan.FromSeconds(30));
        var next = world.TakeActivities();
        await world.ExecuteAsync(late);
        foreach (var work in next)
        {
            await world.ExecuteAsync(work);
        }

        Assert.Equal(RunStatus.Succeeded, (await world.EndAsync()).Status);
        Assert.Equal(StepStatus.TimedOut, world.View(plan).Steps.Single(step => step.Path == "a").Status);
        Assert.Contains("run/b/1", world.Steps.Executed);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Run_ExecutorThrows_FailsTheStepOnly(bool isPure)
    {
        var world = new RunWorld(new ScriptedExecutor().On("bad", _ => throw new InvalidOperationException("bug")));

        var result = await world.RunAsync(
            RunWorld.Build(new PlanBuilder().Step("bad", step => step with { IsPure = isPure }))
        );

        Assert.Equal((RunStatus.Failed, ErrorCodes.StepProtocol), (result.Status, result.Error?.Code));
        Assert.Equal(RunStatus.Succeeded, (await world.RunAsync(Chain, "next")).Status);
    }

    [Fact]
    public async Task Run_PureSteps_AreEvaluatedInOneTurnWithoutActivities()
    {
        var world = new RunWorld();
        var builder = new PlanBuilder();
        for (var i = 0; i < 50; i++)
        {
            builder.Step($"s{i}", step => step with { IsPure = true });
        }

        for (var i = 1; i < 50; i++)
        {
            builder.Edge($"s{i - 1}", $"s{i}");
        }

        await world.RunAsync(RunWorld.Build(builder));

        Assert.Equal(2, world.Worker.Turns);
        var scheduled = Assert.Single(
            world.Hub.History("run"),
            static shown => shown.EventTypeCase == EventKind.TaskScheduled
        );
        Assert.Equal(FunctionNames.RecordRun, scheduled.TaskScheduled.Name);
    }

    [Fact]
    public async Task Run_LargeValues_TravelByReference()
    {
        var large = $"\"{new string('x', 300_000)}\"";
        var steps = new ScriptedExecutor()
            .On("make", _ => ScriptedExecutor.Ok(large))
            .On("read", request => ScriptedExecutor.Ok($"{request.Steps["make"].Output!.ToString().Length}"));
        var world = new RunWorld(steps);
        var plan = RunWorld.Build(new PlanBuilder().Step("make").Step("read", ReadingMake).Edge("make", "read"));

        var result = await world.RunAsync(plan);

        Assert.Equal(RunStatus.Succeeded, result.Status);
        Assert.True(world.Payloads.Puts > 0);
        Assert.All(world.Hub.History("run"), static shown => Assert.InRange(shown.CalculateSize(), 0, 20_000));
        Assert.Equal($"{large.Length}", world.View(plan).Steps.Single(step => step.Path == "read").Output?.ToString());
    }

    [Theory]
    [InlineData(10, 0)]
    [InlineData(300_000, 1)]
    public async Task Run_PureStep_IsAnActivityOnlyOverLargeValues(int length, int activities)
    {
        var steps = new ScriptedExecutor()
            .On("make", _ => ScriptedExecutor.Ok($"\"{new string('x', length)}\""))
            .On("pure", request => ScriptedExecutor.Ok($"{request.Steps["make"].Output!.ToString().Length}"));
        var world = new RunWorld(steps);
        var plan = RunWorld.Build(
            new PlanBuilder()
                .Step("make")
                .Step("pure", static step => ReadingMake(step) with { IsPure = true })
                .Edge("make", "pure")
        );

        await world.RunAsync(plan);

        Assert.Equal($"{length + 2}", world.View(plan).Steps.Single(step => step.Path == "pure").Output?.ToString());
        Assert.Equal(
            1 + activities,
            world.Hub.History("run").Count(static shown => shown.TaskScheduled?.Name == FunctionNames.RunStep)
        );
    }

    [Fact]
    public async Task Run_Rerun_TakesOverTheSeeds()
    {
        var world = new RunWorld();
        var seeds = RunStart.NoSteps.Add("a", new StepView(StepStatus.Succeeded, Payload.Parse("1"), null));
        await world.Engine.StartAsync(
            Chain,
            new RunStart
            {
                RunId = "again",
                PlanHash = Chain.Hash,
                RerunOf = "run",
                Seeds = seeds,
            }
        );

        Assert.Equal(RunStatus.Succeeded, (await world.EndAsync("again")).Status);
        Assert.Equal(["again/b/1", "again/c/1", "again/$output/1"], Distinct(world));
        Assert.Equal("run", world.Archive["again"].Start.RerunOf);
    }

    [Fact]
    public async Task Run_FlowChangesWhileRunsAreOpen_EachKeepsItsPlan()
    {
        var old = RunWorld.Build(PlanBuilder.Of("a", "old").Edge("a", "old"), "flow");
        var young = RunWorld.Build(PlanBuilder.Of("a", "new").Edge("a", "new"), "flow");
        var world = new RunWorld(hub: new TaskHubOptions { Faults = new HubFaults { DuplicateMessage = 0.1 } });
        for (var i = 0; i < 100; i++)
        {
            await world.StartAsync(old, $"old{i}");
        }

        await world.TurnsAsync();
        var held = world.TakeActivities();
        for (var i = 0; i < 100; i++)
        {
            await world.StartAsync(young, $"new{i}");
        }

        world.Restart();
        foreach (var work in held)
        {
            await world.ExecuteAsync(work);
        }

        await world.Pump.RunAsync();

        Assert.All(
            world.Archive.Runs,
            run => Assert.Equal(run.Start.RunId[..3] == "old" ? old.Hash : young.Hash, run.Start.PlanHash)
        );
        var last = world.Steps.Executed.Where(static id => id.Contains("/old/", StringComparison.Ordinal)).ToHashSet();
        Assert.Equal(100, last.Count);
        Assert.All(last, static id => Assert.StartsWith("old", id, StringComparison.Ordinal));
        Assert.Equal(200, world.Archive.Runs.Count(static run => run.Status == RunStatus.Succeeded));
    }

    [Fact]
    public async Task Run_ThousandAtOnce_AllSucceed()
    {
        var world = new RunWorld();
        for (var i = 0; i < 1000; i++)
        {
            await world.StartAsync(Chain, $"run{i}");
        }

        await world.Pump.RunAsync();

        Assert.Equal(1000, world.Archive.Runs.Count(static run => run.Status == RunStatus.Succeeded));
        Assert.Equal(4000, Distinct(world).Count());
    }

    private static PlanStep ReadingMake(PlanStep step) =>
        step with
        {
            With = JsonTemplate.Parse(JsonSerializer.SerializeToElement("{{ steps.make.output }}")),
            Needs = [new PlanNeed("make", 0, 0)],
        };

    /// <summary>Pure steps are evaluated again by a fold that begins anew.</summary>
    private static IEnumerable<string> Distinct(RunWorld world) => world.Steps.Executed.Distinct();
}
