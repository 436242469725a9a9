using FlowFunctions.Engine.Admission;
using FlowFunctions.Engine.DurableTask.Clients;
using FlowFunctions.Engine.DurableTask.Codec;
using FlowFunctions.Engine.Explanations;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Engine.Tests;
using FlowFunctions.Flows.Plans;
using static FlowFunctions.Engine.DurableTask.Tests.Admission.LimitedWorld;

namespace FlowFunctions.Engine.DurableTask.Tests.Admission;

public sealed class AdmissionTests
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Start_OverTheLimit_WaitsAndRunsInOrder()
    {
        var world = new LimitedWorld();
        await world.StartAllAsync(Limited(PlanBuilder.Of("a")), "r1", "r2", "r3", "r4");
        Assert.Equal(RunStatus.Queued, world.Archive["r2"].Status);
        Assert.NotNull(world.Archive["r2"].QueuedAt);
        Assert.Null(world.Archive["r2"].StartedAt);
        await world.Pump.RunForAsync(Moment);

        Assert.Equal(RunStatus.Running, await world.StatusAsync("r1"));
        Assert.Equal(RunStatus.Queued, await world.StatusAsync("r3"));
        var reason = Assert.Single((await world.Engine.ExplainWaitAsync("r3"))!.Reasons);
        Assert.Equal((WaitKind.Admission, 2), (reason.Kind, reason.Place));
        Assert.Contains("allows 1 open runs, and 1 are open", reason.Message, StringComparison.Ordinal);
        Assert.Null(await world.Engine.ExplainWaitAsync("r1"));

        await world.Pump.RunAsync();
        string[] ids = ["r1", "r2", "r3", "r4"];
        Assert.All(ids, id => Assert.Equal(RunStatus.Succeeded, world.EndOf(id).Status));
        Assert.Equal(ids, world.Open.Begun);
        Assert.Equal(1, world.Open.Most);
        Assert.Equal(0, world.Places.Count);
        Assert.NotNull(world.Archive["r2"].QueuedAt);
        Assert.True(world.Archive["r2"].StartedAt > world.Archive["r2"].QueuedAt);
        Assert.Null(world.Archive["r1"].QueuedAt);
    }

    [Fact]
    public async Task Start_OtherKeyOrWorkspace_DoesNotWait()
    {
        var world = new LimitedWorld();
        var plan = Limited(PlanBuilder.Of("a"), key: "{{ input.order }}");
        await world.StartAsync(plan, "r1", """{"order":1}""");
        await world.StartAsync(plan, "r2", """{"order":1.0}""");
        await world.StartAsync(plan, "r3", """{"order":"1"}""");
        await world.StartAsync(plan, "r4", """{"order":1}""", "tenant");
        await world.Pump.RunForAsync(Moment);

        Assert.Equal(["r1", "r3", "r4"], world.Open.Begun.Order());
        Assert.Equal(RunStatus.Queued, await world.StatusAsync("r2"));
    }

    [Fact]
    public async Task Start_OverTheLimitOfAFlowThatRejects_IsRefused()
    {
        var world = new LimitedWorld();
        var plan = Limited(PlanBuilder.Of("a"), whenFull: WhenFull.Reject);
        await world.StartAsync(plan, "r1");

        var refusal = await Assert.ThrowsAsync<ConcurrencyLimitException>(async () =>
            await world.StartAsync(plan, "r2")
        );
        Assert.Equal(ErrorCodes.ConcurrencyLimit, refusal.Code);
        Assert.True(refusal.RetryAfter > TimeSpan.Zero);
        Assert.Contains("allows 1 open runs", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(["r1"], world.Archive.Runs.Select(static run => run.Start.RunId));

        await world.Pump.RunAsync();
        await world.StartAsync(plan, "r3");
        await world.Pump.RunAsync();
        Assert.Equal(RunStatus.Succeeded, world.EndOf("r3").Status);
    }

    [Fact]
    public async Task Start_MoreThanMayQueue_IsRefused()
    {
        var world = new LimitedWorld { Change = static options => options with { MaxQueuedRunsPerKey = 1 } };
        world.Restart();
        var plan = Limited(PlanBuilder.Of("a"));
        await world.StartAllAsync(plan, "r1", "r2");

        var refusal = await Assert.ThrowsAsync<ConcurrencyLimitException>(async () =>
            await world.StartAsync(plan, "r3")
        );
        Assert.Contains(nameof(DurableEngineOptions.MaxQueuedRunsPerKey), refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_KeyThatCannotBe_IsRefused()
    {
        var world = new LimitedWorld();
        var plan = Limited(PlanBuilder.Of("a"), key: "{{ input.order.id.deep }}");

        var refusal = await Assert.ThrowsAsync<ArgumentException>(async () => await world.StartAsync(plan, "r1"));
        Assert.Contains("settings.concurrency.key", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(world.Archive.Runs);
    }

    [Fact]
    public async Task Start_TwiceWithOneId_TakesOnePlace()
    {
        var world = new LimitedWorld();
        var plan = Limited(PlanBuilder.Of("a"), limit: 2);
        await world.StartAllAsync(plan, "r1", "r1", "r2");
        await world.Pump.RunForAsync(Moment);

        Assert.Equal(["r1", "r2"], world.Open.Begun.Order());
    }

    [Fact]
    public async Task Start_WithoutAStoreForPlaces_IsRefusedWithWords()
    {
        var world = new LimitedWorld();
        var plan = Limited(PlanBuilder.Of("a"));

        var refusal = await Assert.ThrowsAsync<IOException>(async () =>
            await world.NewEngine(places: null).StartAsync(plan, new RunStart { RunId = "r1", PlanHash = plan.Hash })
        );
        Assert.Contains("settings.concurrency", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(world.Archive.Runs);
    }

    [Theory]
    [InlineData(RunControl.Cancel, ErrorCodes.Cancelled)]
    [InlineData(RunControl.Terminate, ErrorCodes.Terminated)]
    public async Task End_WhileQueued_EndsCancelledWithoutRunning(RunControl control, string code)
    {
        var world = new LimitedWorld();
        await world.StartAllAsync(Limited(PlanBuilder.Of("a")), "r1", "r2", "r3");
        await world.Pump.RunForAsync(Moment);
        Assert.True(await world.Engine.ControlAsync("r2", control, "enough"));
        await world.Pump.RunForAsync(Moment);

        var end = world.EndOf("r2");
        Assert.Equal((RunStatus.Cancelled, code), (end.Status, end.Error?.Code));
        var record = world.Archive["r2"];
        Assert.Equal((RunStatus.Cancelled, true), (record.Status, record.History.IsEmpty));
        Assert.Equal("enough", record.Error?.Message);
        Assert.True(record is { QueuedAt: not null, StartedAt: null, EndedAt: not null });

        await world.Pump.RunAsync();
        Assert.Equal(["r1", "r3"], world.Open.Begun);
        Assert.Equal(RunStatus.Succeeded, world.EndOf("r3").Status);
    }

    [Fact]
    public async Task Signal_WhileQueued_FollowsTheStart()
    {
        var world = new LimitedWorld(static request =>
            request.Resume is StepResume.SignalReceived signal ? new StepOutcome.Succeeded(signal.Payload)
            : request.RunId == "r1" || request.Step.Id != "a" ? TakesTenSeconds(request)
            : new StepOutcome.Waiting(null, "go")
        );
        await world.StartAllAsync(Limited(PlanBuilder.Of("a")), "r1", "r2");
        await world.Pump.RunForAsync(Moment);
        Assert.True(await world.Engine.SignalAsync("r2", "go", Payload.Parse("7")));
        await world.Pump.RunAsync();

        Assert.Equal(RunStatus.Succeeded, world.EndOf("r2").Status);
    }

    [Fact]
    public async Task Pause_WhileQueued_StartsOnlyAfterResume()
    {
        var world = new LimitedWorld();
        await world.StartAllAsync(Limited(PlanBuilder.Of("a")), "r1", "r2");
        await world.Pump.RunForAsync(Moment);
        await world.Engine.ControlAsync("r2", RunControl.Pause);
        await world.Pump.RunForAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(RunStatus.Succeeded, world.EndOf("r1").Status);
        Assert.Equal(RunStatus.Queued, await world.StatusAsync("r2"));
        Assert.Equal(WaitKind.Resume, (await world.Engine.ExplainWaitAsync("r2"))?.Reasons[0].Kind);

        await world.Engine.ControlAsync("r2", RunControl.Resume);
        await world.Pump.RunAsync();

        Assert.Equal(RunStatus.Succeeded, world.EndOf("r2").Status);
    }

    [Fact]
    public async Task Admission_WhenTheNewsAreLost_IsFoundOutByAsking()
    {
        var world = new LimitedWorld();
        world.Client.LosesAdmissions = true;
        await world.StartAllAsync(Limited(PlanBuilder.Of("a")), "r1", "r2", "r3");
        await world.Pump.RunForAsync(TimeSpan.FromMinutes(5));

        Assert.Equal(["r1", "r2", "r3"], world.Open.Begun);
        Assert.Equal(RunStatus.Succeeded, world.EndOf("r3").Status);
    }

    [Fact]
    public async Task Question_AnsweredWhenTheRunHasEnded_ChangesNothing()
    {
        var world = new LimitedWorld(static request =>
            request.RunId == "r1" && request.Resume is null && request.Step.Id == "a"
                ? new StepOutcome.Waiting(null, "go")
                : Ok
        );
        await world.StartAllAsync(Limited(PlanBuilder.Of("a")), "r1", "r2");
        var work = world.Pump.Hub.Work;
        await world.Pump.RunForAsync(TimeSpan.FromSeconds(29));
        world.Pump.Time.Advance(TimeSpan.FromSeconds(2));
        work.FireTimers();
        await work.CarryOutAsync(work.TakeTurn()!, default);
        var question = work.TakeActivity()!;
        await world.Engine.SignalAsync("r1", "go", Payload.Null);
        await world.Pump.RunUntilAsync(() => world.Archive["r2"].Status == RunStatus.Succeeded);

        await work.ExecuteAsync(question, default);
        await world.Pump.RunAsync();

        Assert.Equal(RunStatus.Succeeded, world.EndOf("r2").Status);
        Assert.Single(
            world.Pump.Hub.History("r2"),
            static shown => shown.TaskScheduled?.Name == FunctionNames.RecordRun
        );
    }

    [Fact]
    public async Task Start_ThatTheHubRefuses_GivesItsPlaceBack()
    {
        var world = new LimitedWorld();
        var plan = Limited(PlanBuilder.Of("a"), whenFull: WhenFull.Reject);
        world.Client.RefusesStarts = true;
        await Assert.ThrowsAsync<TaskHubUnavailableException>(async () => await world.StartAsync(plan, "r1"));
        world.Client.RefusesStarts = false;

        await world.StartAsync(plan, "r2");
        await world.Pump.RunAsync();

        Assert.Equal(RunStatus.Succeeded, world.EndOf("r2").Status);
    }

    [Fact]
    public async Task Start_BrokenOffBehindTheGate_HoldsItsPlaceForTwoMinutes()
    {
        var world = new LimitedWorld();
        var plan = Limited(PlanBuilder.Of("a"), whenFull: WhenFull.Reject);
        world.Client.GoesOutAtStart = true;
        await Assert.ThrowsAsync<TaskHubUnavailableException>(async () => await world.StartAsync(plan, "r1"));
        (world.Client.GoesOutAtStart, world.Client.IsOut) = (false, false);
        Assert.Equal(1, world.Places.Count);
        await world.Pump.RunForAsync(TimeSpan.FromMinutes(1));
        await Assert.ThrowsAsync<ConcurrencyLimitException>(async () => await world.StartAsync(plan, "r2"));
        await world.Pump.RunForAsync(TimeSpan.FromMinutes(1.5));

        await world.StartAsync(plan, "r2");
        await world.Pump.RunAsync();

        Assert.Equal(RunStatus.Succeeded, world.EndOf("r2").Status);
    }

    [Fact]
    public async Task Queue_HeadBrokenOffBehindTheGate_DoesNotHoldUpTheOthers()
    {
        var world = new LimitedWorld();
        var plan = Limited(PlanBuilder.Of("a"));
        await world.StartAsync(plan, "r1");
        world.Client.GoesOutAtStart = true;
        await Assert.ThrowsAsync<TaskHubUnavailableException>(async () => await world.StartAsync(plan, "r2"));
        (world.Client.GoesOutAtStart, world.Client.IsOut) = (false, false);
        Assert.Equal(1, world.Places.Count);
        await world.StartAsync(plan, "r3");
        await world.Pump.RunForAsync(TimeSpan.FromMinutes(10));

        Assert.Equal(RunStatus.Succeeded, world.EndOf("r3").Status);
    }

    [Fact]
    public async Task Run_TerminatedInTheBackend_GivesItsPlaceToTheNext()
    {
        var world = new LimitedWorld(static request =>
            request.RunId == "r1" ? new StepOutcome.Waiting(null, "never") : TakesTenSeconds(request)
        );
        await world.StartAllAsync(Limited(PlanBuilder.Of("a")), "r1", "r2");
        await world.Pump.RunForAsync(Moment);
        await world.Client.TerminateAsync("r1", "away with it");
        await world.Pump.RunForAsync(TimeSpan.FromMinutes(10));

        Assert.Equal(RunStatus.Succeeded, world.EndOf("r2").Status);
    }

    [Fact]
    public async Task Run_ThatTheHostFailedForGood_HoldsItsPlaceForAnHour()
    {
        var world = new LimitedWorld();
        var plan = Limited(PlanBuilder.Of("a"), whenFull: WhenFull.Reject);
        await world.StartAsync(plan, "r1");
        world.Crash();
        await world.Pump.RunAsync();
        world.Restart();
        await world.Pump.RunForAsync(TimeSpan.FromMinutes(50));
        await Assert.ThrowsAsync<ConcurrencyLimitException>(async () => await world.StartAsync(plan, "r2"));
        await world.Pump.RunForAsync(TimeSpan.FromMinutes(11));

        await world.StartAsync(plan, "r2");
        await world.Pump.RunAsync();

        Assert.Equal(RunStatus.Succeeded, world.EndOf("r2").Status);
    }

    [Fact]
    public async Task Record_WhileThePlacesCannotBeReached_IsTriedAgain()
    {
        var world = new LimitedWorld();
        await world.StartAllAsync(Limited(PlanBuilder.Of("a")), "r1", "r2");
        await world.Pump.RunForAsync(Moment);
        world.Places.Failures = 3;
        await world.Pump.RunAsync();

        Assert.Equal(RunStatus.Succeeded, world.EndOf("r1").Status);
        Assert.Equal(RunStatus.Succeeded, world.EndOf("r2").Status);
        Assert.Equal(0, world.Places.Count);
    }

    [Fact]
    public async Task Run_StartedBeforeThereWerePlaces_GoesOnWithoutOne()
    {
        var world = new LimitedWorld();
        var plan = world.Add(Limited(PlanBuilder.Of("a")));
        foreach (var runId in new[] { "r1", "r2" })
        {
            var start = new RunStart { RunId = runId, PlanHash = plan.Hash };
            await world.Client.StartAsync(runId, FunctionNames.RunFlow, RunInputs.Write(plan, start, isAdmitted: true));
        }

        await world.Pump.RunForAsync(Moment);
        Assert.Equal(["r1", "r2"], world.Open.Begun.Order());
        await world.Pump.RunAsync();

        Assert.Equal(RunStatus.Succeeded, world.EndOf("r2").Status);
    }
}
