using FlowFunctions.Engine.DurableTask.Codec;
using FlowFunctions.Engine.DurableTask.Protocol;
using FlowFunctions.Engine.DurableTask.Tests.Runs;
using FlowFunctions.Engine.Embedded.Tests.Engine;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Tests;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.DurableTask.Tests.Turns;

/// <summary>A history that a run would not have written ends the run, and its error names what was found and what was expected.</summary>
public sealed class NonDeterminismTests
{
    private static readonly Plan Both = RunWorld.Build(PlanBuilder.Of("a", "b"));

    public static TheoryData<string, string, string> Changes =>
        new()
        {
            { "name", "TaskScheduled(2, Other)", "TaskScheduled(2, RunStep)" },
            { "id", "TaskScheduled(77, RunStep)", "TaskScheduled(2, RunStep)" },
            { "kind", "TimerCreated(2)", "TaskScheduled(2, RunStep)" },
            { "missing", "the end of the turn", "TaskScheduled(2, RunStep)" },
            { "additional", "TaskScheduled(99, RunStep)", "nothing more" },
            { "twice", "TaskScheduled(2, RunStep)", "nothing more" },
        };

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task History_ThatDoesNotFit_FailsTheRunWithWhatWasFoundAndExpected(
        string change,
        string found,
        string expected
    )
    {
        var bench = new TurnBench(Both, sending: Sending.HistoryElsewhere);
        await bench.StartAsync();
        var at = bench.History.FindIndex(static shown => shown.EventId == 2);
        Change(bench.History, at, change);

        await bench.TurnAsync(TurnBench.Begin, Shown.Completed(bench.Asked[1], ScriptedExecutor.Ok()));

        var (run, result) = Assert.NotNull(bench.Record);
        Assert.Equal((RunStatus.Failed, DurableErrors.NonDeterministic), (result.Status, result.Error?.Code));
        Assert.Contains($"it holds {found} where", result.Error?.Message, StringComparison.Ordinal);
        Assert.Contains($"asks for {expected}.", result.Error?.Message, StringComparison.Ordinal);
        Assert.Equal(RunStatus.Failed, run.Status);
    }

    [Fact]
    public async Task History_ThatDoesNotFit_EndsWhenTheRecordIsStored()
    {
        var bench = new TurnBench(Both, sending: Sending.HistoryElsewhere);
        await bench.StartAsync();
        bench.History.RemoveAll(static shown => shown.EventId == 2);
        var answer = await bench.TurnAsync(TurnBench.Begin, Shown.Completed(bench.Asked[1], ScriptedExecutor.Ok()));
        var record = Assert.Single(answer.Actions);
        var other = await bench.TurnAsync(TurnBench.Begin, Shown.Raised("late", "1"));
        Assert.Empty(other.Actions);

        var end = await bench.TurnAsync(
            TurnBench.Begin,
            Shown.Completed(record.Id, RunEnds.Answer(isStored: true, "aborted"))
        );

        var completed = Assert.Single(end.Actions).CompleteOrchestration;
        Assert.Equal(OrchestrationStatus.Failed, completed.OrchestrationStatus);
        Assert.Equal(DurableErrors.NonDeterministic, completed.FailureDetails.ErrorType);
        Assert.Equal(DurableErrors.NonDeterministic, RunOutputs.Find(completed.Result)?.Error?.Code);
    }

    [Fact]
    public async Task History_OfAChildThatDoesNotFit_TellsItsParentInOrder()
    {
        var bench = new TurnBench(Both, sending: Sending.HistoryElsewhere);
        await bench.StartAsync(
            new RunStart
            {
                RunId = "run~7",
                PlanHash = Both.Hash,
                ParentRunId = "run",
            }
        );
        bench.History.RemoveAll(static shown => shown.EventId == 2);
        var answer = await bench.TurnAsync(TurnBench.Begin, Shown.Completed(bench.Asked[1], ScriptedExecutor.Ok()));

        var end = await bench.TurnAsync(
            TurnBench.Begin,
            Shown.Completed(answer.Actions[0].Id, RunEnds.Answer(isStored: true, "aborted"))
        );

        Assert.Equal(
            OrchestrationStatus.Completed,
            Assert.Single(end.Actions).CompleteOrchestration.OrchestrationStatus
        );
    }

    [Fact]
    public async Task History_ThatTheEarlierAppFits_GoesOnWhenThatIsBack()
    {
        var bench = new TurnBench(Both, sending: Sending.HistoryElsewhere);
        await bench.StartAsync();
        var at = bench.History.FindIndex(static shown => shown.EventId == 2);
        bench.History[at].TaskScheduled.Name = "Other";
        await bench.TurnAsync(TurnBench.Begin, Shown.Completed(bench.Asked[1], ScriptedExecutor.Ok()));
        await bench.TurnAsync(TurnBench.Begin, Shown.Raised("late", "1"));
        bench.History[at].TaskScheduled.Name = FunctionNames.RunStep;

        await bench.TurnAsync(TurnBench.Begin, Shown.Completed(bench.Asked[2], ScriptedExecutor.Ok()));

        Assert.Equal(RunStatus.Succeeded, bench.Record?.Result.Status);
    }

    private static void Change(List<HistoryEvent> history, int at, string change)
    {
        switch (change)
        {
            case "name":
                history[at].TaskScheduled.Name = "Other";
                break;
            case "id":
                history[at].EventId = 77;
                break;
            case "kind":
                history[at] = new() { EventId = 2, TimerCreated = new() };
                break;
            case "missing":
                history.RemoveAt(at);
                break;
            case "additional":
                history.Insert(
                    at + 1,
                    new()
                    {
                        EventId = 99,
                        TaskScheduled = new() { Name = FunctionNames.RunStep },
                    }
                );
                break;
            default:
                history.Insert(at + 1, history[at].Clone());
                break;
        }
    }
}
