using FlowFunctions.Engine.DurableTask.Codec;
using FlowFunctions.Engine.DurableTask.Protocol;
using FlowFunctions.Engine.DurableTask.Tests.Runs;
using FlowFunctions.Engine.Embedded.Tests.Engine;
using FlowFunctions.Engine.History;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Engine.Tests;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.DurableTask.Tests.Turns;

/// <summary>What backends deliver twice, late, or for a turn that was lost.</summary>
public sealed class DeliveryTests
{
    private static readonly DateTimeOffset Then = TurnBench.Begin.AddSeconds(1);

    private static readonly Plan Pairs = RunWorld.Build(
        PlanBuilder.Of("a", "b", "c", "a2", "b2").Edge("a", "a2").Edge("b", "b2")
    );

    [Fact]
    public async Task Answer_DeliveredTwiceInOneTurn_CountsOnce()
    {
        var bench = new TurnBench(Pairs);
        await bench.StartAsync();
        var answer = Shown.Completed(bench.Asked[1], ScriptedExecutor.Ok());

        var turn = await bench.TurnAsync(Then, answer, answer.Clone());

        Assert.Equal("a2", PathOf(Assert.Single(turn.Actions)));
    }

    [Theory]
    [InlineData(Sending.History)]
    [InlineData(Sending.HistoryElsewhere)]
    [InlineData(Sending.NewEvents)]
    public async Task Answer_DeliveredAgainLater_ChangesNothing(Sending sending)
    {
        var bench = new TurnBench(Pairs, sending: sending);
        await bench.StartAsync();
        var answer = Shown.Completed(bench.Asked[1], ScriptedExecutor.Ok());
        await bench.TurnAsync(Then, answer);

        Assert.Empty((await bench.TurnAsync(Then, answer.Clone())).Actions);
        var failed = await bench.TurnAsync(Then, Shown.Failed(1));
        Assert.Empty(failed.Actions);
    }

    [Fact]
    public async Task Answer_OfAnotherExecutionUnderTheId_IsPassedOver()
    {
        var bench = new TurnBench(Pairs);
        await bench.StartAsync();
        var foreign = Shown.Completed(bench.Asked[2], ScriptedExecutor.Fail("Wrong"));
        foreign.TaskCompleted.TaskScheduledId = 1;

        Assert.Empty((await bench.TurnAsync(Then, foreign)).Actions);
        var turn = await bench.TurnAsync(Then, Shown.Completed(bench.Asked[1], ScriptedExecutor.Ok()));

        Assert.Equal("a2", PathOf(Assert.Single(turn.Actions)));
    }

    [Fact]
    public async Task Answer_ToAnotherKindOfActionUnderTheId_IsPassedOver()
    {
        var bench = new TurnBench(Pairs);
        await bench.StartAsync();
        await bench.TurnAsync(
            Then,
            Shown.Completed(bench.Asked[2], new StepOutcome.Calling("flow", Payload.Null)),
            Shown.Completed(bench.Asked[3], new StepOutcome.Waiting(Then, null))
        );
        var child = bench.Asked.Values.Single(static asked => asked.CreateSubOrchestration is not null);
        var timer = bench.Asked.Values.Single(static asked => asked.CreateTimer is not null);
        var step = bench.Asked[1];
        var end = new RunResult(RunStatus.Succeeded, Payload.Null, Error: null);

        foreach (var (asked, other) in new[] { (step, child), (step, timer), (child, timer), (child, step) })
        {
            Assert.Empty((await bench.TurnAsync(Then, Foreign(asked, other.Id, end))).Actions);
        }

        Assert.Single((await bench.TurnAsync(Then, Shown.Completed(step, ScriptedExecutor.Ok()))).Actions);
        Assert.Single((await bench.TurnAsync(Then, Shown.ChildCompleted(child, end))).Actions);
        Assert.Single((await bench.TurnAsync(Then, Shown.Fired(timer))).Actions);
    }

    [Fact]
    public async Task Turn_ThatWasLostAndCameInAnotherOrder_IsNotGoneOnWith()
    {
        var bench = new TurnBench(Pairs);
        await bench.StartAsync();
        HistoryEvent[] answers =
        [
            .. Enumerable.Range(1, 3).Select(id => Shown.Completed(bench.Asked[id], ScriptedExecutor.Ok())),
        ];
        await bench.AskAsync([Shown.TurnStarted(Then), .. answers]);
        var loser = bench.World.Engine;

        bench.World.Restart();
        await bench.TurnAsync(Then, answers[1], answers[0], answers[2]);
        bench.World.Worker.Engine = loser;
        Assert.Equal(("b2", "a2"), (PathOf(bench.Asked[4]), PathOf(bench.Asked[5])));
        await bench.TurnAsync(Then, Shown.Completed(bench.Asked[4], ScriptedExecutor.Ok("4")));
        await bench.TurnAsync(Then, Shown.Completed(bench.Asked[5], ScriptedExecutor.Ok("5")));

        Assert.Equal(RunStatus.Succeeded, bench.Record?.Result.Status);
        Assert.Equal(("5", "4"), (OutputOf(bench, Pairs, "a2"), OutputOf(bench, Pairs, "b2")));
    }

    [Theory]
    [InlineData(Sending.History)]
    [InlineData(Sending.HistoryElsewhere)]
    public async Task Event_SentOnceAndDeliveredTwice_IsOneSignal(Sending sending)
    {
        var bench = new TurnBench(Pairs, sending: sending);
        await bench.StartAsync();
        var signal = new SignalReceived(TurnBench.Begin, "go", Payload.Null);
        var first = Shown.Raised(SentEvents.Name, SentEvents.Write("1", signal));

        await bench.TurnAsync(Then, first, first.Clone());
        await bench.TurnAsync(Then, first.Clone(), Shown.Raised(SentEvents.Name, SentEvents.Write("2", signal)));

        var run = await EndAsync(bench);
        Assert.Equal(2, HistoryReader.Read(run.History).OfType<SignalReceived>().Count());
    }

    [Theory]
    [InlineData("42", "42")]
    [InlineData("{\"a\":1}", "{\"a\":1}")]
    [InlineData("no json", "\"no json\"")]
    [InlineData(null, "null")]
    [InlineData("", "\"\"")]
    public async Task RawEvent_OfAnyName_IsASignal(string? data, string payload)
    {
        var bench = new TurnBench(Pairs);
        await bench.StartAsync();

        await bench.TurnAsync(Then, Shown.Raised("Any name / at all ü", data));

        var run = await EndAsync(bench);
        var signal = Assert.Single(HistoryReader.Read(run.History).OfType<SignalReceived>());
        Assert.Equal(("Any name / at all ü", payload), (signal.Name, signal.Payload.ToString()));
    }

    [Theory]
    [InlineData("42")]
    [InlineData("\"AAAA\"")]
    [InlineData("\"CgEx\"")]
    [InlineData(null)]
    public async Task RawEvent_UnderTheEnginesOwnName_DoesNotEndTheRun(string? data)
    {
        var bench = new TurnBench(Pairs);
        await bench.StartAsync();

        var turn = await bench.TurnAsync(Then, Shown.Raised(SentEvents.Name, data));

        Assert.Empty(turn.Actions);
        Assert.Equal(RunStatus.Succeeded, (await EndAsync(bench)).Status);
    }

    [Fact]
    public async Task Start_DeliveredAgain_ChangesNothing()
    {
        var bench = new TurnBench(Pairs);
        await bench.StartAsync();

        var turn = await bench.TurnAsync(
            Then,
            Shown.Started(Pairs, new RunStart { RunId = "run", PlanHash = Pairs.Hash })
        );

        Assert.Empty(turn.Actions);
        Assert.Equal(RunStatus.Succeeded, (await EndAsync(bench)).Status);
    }

    [Fact]
    public async Task Timer_OfALostTurn_IsPassedOver()
    {
        var plan = RunWorld.Build(
            new PlanBuilder().Step("a", static step => step with { Timeout = TimeSpan.FromMinutes(1) })
        );
        var bench = new TurnBench(plan);
        await bench.StartAsync();
        var timer = bench.Asked.Values.Single(static asked => asked.CreateTimer is not null);
        var foreign = Shown.Fired(timer).Clone();
        foreign.TimerFired.FireAt.Seconds -= 7;

        Assert.Empty((await bench.TurnAsync(TurnBench.Begin.AddMinutes(2), foreign)).Actions);
        await bench.TurnAsync(TurnBench.Begin.AddMinutes(2), Shown.Fired(timer), Shown.Fired(timer));
        await bench.TurnAsync(
            TurnBench.Begin.AddMinutes(2),
            Shown.Completed(bench.Asked.Values.First(static asked => asked.ScheduleTask is not null), Cancelled)
        );

        Assert.Equal(ErrorCodes.Timeout, bench.Record?.Result.Error?.Code);
    }

    [Fact]
    public async Task Record_AnswerOfAnotherEnd_IsPassedOver()
    {
        var bench = new TurnBench(Pairs);
        await bench.StartAsync();
        await EndAsync(bench);
        var record = bench.Asked.Values.Last(static asked => asked.ScheduleTask is not null);

        var foreign = await bench.TurnAsync(Then, Shown.Completed(record.Id, RunEnds.Answer(isStored: true, "other")));
        Assert.Empty(foreign.Actions);
        var (_, _, place) = RunEnds.Read(record.ScheduleTask.Input);
        var end = await bench.TurnAsync(Then, Shown.Completed(record.Id, RunEnds.Answer(isStored: true, place)));

        Assert.NotNull(Assert.Single(end.Actions).CompleteOrchestration);
    }

    /// <summary>The answer to one action under the id of another.</summary>
    private static HistoryEvent Foreign(OrchestratorAction asked, int id, RunResult end)
    {
        var answer = asked.ScheduleTask is not null
            ? Shown.Completed(asked, ScriptedExecutor.Ok())
            : Shown.ChildCompleted(asked, end);
        if (answer.TaskCompleted is { } completed)
        {
            completed.TaskScheduledId = id;
        }
        else
        {
            answer.SubOrchestrationInstanceCompleted.TaskScheduledId = id;
        }

        return answer;
    }

    private static StepOutcome Cancelled { get; } = ScriptedExecutor.Fail(ErrorCodes.Cancelled);

    /// <summary>Answers every step until the run asks to be recorded.</summary>
    private static async Task<ArchivedRun> EndAsync(TurnBench bench)
    {
        for (var answered = new HashSet<int>(); bench.Record is null; )
        {
            var step = bench.Asked.Values.First(asked => asked.ScheduleTask is not null && answered.Add(asked.Id));
            await bench.TurnAsync(Then, Shown.Completed(step, ScriptedExecutor.Ok()));
        }

        return bench.Record.Value.Run;
    }

    private static string PathOf(OrchestratorAction asked) =>
        Envelope.Read(Codec.Wire.StepInput.Parser, asked.ScheduleTask.Input).Path;

    private static string? OutputOf(TurnBench bench, Plan plan, string path) =>
        Records
            .RunView.Of(plan, HistoryReader.Read(bench.Record!.Value.Run.History))
            .Steps.Single(step => step.Path == path)
            .Output?.ToString();
}
