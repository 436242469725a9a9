using FlowFunctions.Engine.DurableTask.Clients;
using FlowFunctions.Engine.DurableTask.Codec;
using FlowFunctions.Engine.DurableTask.Hub;
using FlowFunctions.Engine.DurableTask.Tests.Runs;
using FlowFunctions.Engine.Embedded.Tests.Engine;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Engine.Tests;
using FlowFunctions.Flows.Plans;
using EventKind = FlowFunctions.Engine.DurableTask.Protocol.HistoryEvent.EventTypeOneofCase;

namespace FlowFunctions.Engine.DurableTask.Tests.Turns;

/// <summary>Runs that this app cannot carry out, or not now.</summary>
public sealed class HopelessRunTests
{
    private static readonly Plan Chain = RunWorld.Build(PlanBuilder.Of("a", "b").Edge("a", "b"));

    /// <summary>What goes round in circles is found out soon.</summary>
    private static TaskHubOptions Bounded { get; } = new() { MaxSteps = 500 };

    [Fact]
    public async Task Run_OfAnUnknownLanguage_IsRecordedAndEnds()
    {
        var world = new RunWorld(hub: Bounded);
        StartWithLanguage(world, 99);

        await world.Pump.RunAsync();

        var result = world.ResultOf();
        Assert.Equal((RunStatus.Failed, DurableErrors.UnknownLanguage), (result.Status, result.Error?.Code));
        Assert.Contains("99", result.Error?.Message, StringComparison.Ordinal);
        Assert.Equal(DurableErrors.UnknownLanguage, world.Archive["run"].Error?.Code);
        Assert.Equal(InstanceStatus.Failed, world.Hub.Get("run")!.Status);
        Assert.Equal(2, world.Worker.Turns);
        Assert.Empty((await world.Engine.TendAsync()).Rewound);
    }

    [Fact]
    public async Task Run_OfAnUnknownLanguage_TellsWhoWaitsAndReads()
    {
        var world = new RunWorld(hub: Bounded);
        StartWithLanguage(world, 99);
        await world.TurnsAsync();

        Assert.Equal(RunStatus.Failed, (await world.Engine.ReadAsync("run"))?.Status);
        await world.Pump.RunAsync();
        var waited = await world.WaitAsync(world.NewEngine());
        Assert.Equal(DurableErrors.UnknownLanguage, waited?.Error?.Code);
    }

    [Theory]
    [InlineData(3, RunStatus.Failed)]
    [InlineData(int.MaxValue, null)]
    public async Task Run_OfAnUnknownLanguageWhileTheArchiveIsOut_EndsAllTheSame(int failures, RunStatus? recorded)
    {
        var world = new RunWorld(hub: Bounded);
        StartWithLanguage(world, 99);
        world.Archive.Failures = failures;

        await world.Pump.RunAsync();

        Assert.Equal(DurableErrors.UnknownLanguage, world.ResultOf().Error?.Code);
        Assert.Equal(recorded, world.Archive.Runs.SingleOrDefault()?.Status);
        Assert.Equal(world.AskedIds().Distinct(), world.AskedIds());
    }

    [Fact]
    public async Task Run_WhosePlanIsGone_FailsWithWords()
    {
        var world = new RunWorld(hub: Bounded);
        await world.StartAsync(Chain);
        world.Plans.Remove(Chain);

        var result = await world.EndAsync();

        Assert.Equal((RunStatus.Failed, DurableErrors.PlanMissing), (result.Status, result.Error?.Code));
        Assert.Contains(Chain.Hash, result.Error?.Message, StringComparison.Ordinal);
        Assert.Equal(RunStatus.Failed, world.Archive["run"].Status);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public async Task Run_WhilePlansCannotBeRead_WaitsWithATimerAndGoesOn(int failures)
    {
        var world = new RunWorld(hub: Bounded);
        await world.StartAsync(Chain);
        await world.TurnsAsync();
        await world.ExecuteAsync(Assert.Single(world.TakeActivities()));
        world.Restart();
        world.Plans.Failures = failures;

        var result = await world.EndAsync();

        Assert.Equal(RunStatus.Succeeded, result.Status);
        Assert.Equal(
            failures,
            world.Hub.History("run").Count(static shown => shown.EventTypeCase == EventKind.TimerCreated)
        );
        Assert.Equal(world.AskedIds().Distinct(), world.AskedIds());
    }

    [Fact]
    public async Task Run_ThatWaitsForItsPlan_KeepsWhatComesAndSetsOneTimer()
    {
        var world = new RunWorld(
            new ScriptedExecutor().On(
                "a",
                request => request.Resume is null ? new StepOutcome.Waiting(null, "go") : ScriptedExecutor.Ok()
            ),
            Bounded with
            {
                Sessions = new ExtendedSessions(TimeSpan.FromMinutes(1)),
            }
        );
        await world.StartAsync(Chain);
        world.Plans.Failures = 3;
        await world.TurnsAsync();
        Assert.True(await world.Engine.SignalAsync("run", "go", Payload.Null));
        await world.TurnsAsync();
        Assert.True(await world.Engine.SignalAsync("run", "other", Payload.Null));
        await world.TurnsAsync();
        Assert.Single(world.Hub.History("run"), static shown => shown.EventTypeCase == EventKind.TimerCreated);

        Assert.Equal("", (await world.EndAsync()).Error?.Message ?? "");
        Assert.Equal(2, world.Events().OfType<SignalReceived>().Count());
    }

    [Fact]
    public async Task Turn_WithADefect_EndsTheRunWithWords()
    {
        var world = new RunWorld(new ScriptedExecutor().On("pure", _ => null!), Bounded);
        var plan = RunWorld.Build(new PlanBuilder().Step("pure", static step => step with { IsPure = true }));

        var result = await world.RunAsync(plan);

        Assert.Equal((RunStatus.Failed, DurableErrors.TurnFailed), (result.Status, result.Error?.Code));
        Assert.Equal(DurableErrors.TurnFailed, world.Archive["run"].Error?.Code);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("null")]
    [InlineData("42")]
    [InlineData("no json")]
    [InlineData("{}")]
    [InlineData("{\"run\":1}")]
    [InlineData("{\"run\":\"\"}")]
    [InlineData("{\"run\":\"CgEx\"}")]
    [InlineData("{\"run\":\"$$$\"}")]
    public async Task Instance_ThatTheEngineDidNotStart_FailsForGoodWithWords(string? input)
    {
        var world = new RunWorld(hub: Bounded);
        world.Hub.Start("run", FunctionNames.RunFlow, input);

        await world.Pump.RunAsync();

        Assert.Equal(InstanceStatus.Failed, world.Hub.Get("run")!.Status);
        Assert.Equal(DurableErrors.TurnFailed, world.ResultOf().Error?.Code);
        Assert.Empty((await world.Engine.TendAsync()).Rewound);
    }

    private static void StartWithLanguage(RunWorld world, int language)
    {
        world.Plans.Add(Chain);
        var start = new RunStart { RunId = "run", PlanHash = Chain.Hash };
        world.Hub.Start("run", FunctionNames.RunFlow, RunInputs.Write("flow", language, start, place: ""));
    }
}
