using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.Tests.Machine;

/// <summary>foreach: iterations, order, failures, concurrency, chunks.</summary>
public sealed class LoopTests
{
    internal static StepOutcome Over(
        string items,
        int concurrency = 10,
        ItemFailureMode onItemFailure = ItemFailureMode.Stop
    )
    {
        var payload = Payload.Parse(items);
        return new StepOutcome.Iterating(payload, payload.Element.GetArrayLength(), concurrency, onItemFailure);
    }

    internal static string Numbers(int count) => $"[{string.Join(',', Enumerable.Range(0, count))}]";

    [Fact]
    public void Foreach_RunsTheBodyForEachItemAndKeepsItemOrder()
    {
        var run = Loop(Over("[\"p\",\"q\"]"));
        Assert.Equal("l[0]/x l[1]/x", run.Running);

        Iteration(run, 1, "\"Q\"");
        Iteration(run, 0, "\"P\"");

        var results = Assert.IsType<StepResume.Iterated>(run.Executions["l"].Resume);
        Assert.False(results.Chunked);
        Assert.Equal(["\"P\"", "\"Q\""], results.Results.Select(result => result.Output!.ToString()));
        run.Succeed("l").Finish();
        Assert.Equal(RunStatus.Succeeded, run.Result!.Status);
    }

    [Fact]
    public void Foreach_StepOfABody_SeesItemIndexItemsAndOuterResults()
    {
        var body = new PlanBuilder().Step("x", step => step with { Needs = [new PlanNeed("a", 1, 0)] });
        var run = new RunDriver(PlanBuilder.Of("a").Loop("l", body).Edge("a", "l"));

        run.Succeed("a", output: "\"outer\"").Answer("l", Over("[\"p\",\"q\"]"));

        var request = StepScopes.RequestFor(run.State, run.Executions["l[1]/x"]);
        Assert.Equal(
            (1, "\"q\"", "[\"p\",\"q\"]"),
            (request.Index, request.Item!.ToString(), request.Items!.ToString())
        );
        Assert.Equal("\"outer\"", request.Steps["a"].Output!.ToString());
        Assert.Equal("run/l[1]/x/1", request.Identity);
    }

    [Fact]
    public void Foreach_Concurrency_BoundsOpenIterations()
    {
        var run = Loop(Over(Numbers(5), concurrency: 2));

        Assert.Equal("l[0]/x l[1]/x", run.Running);
        Iteration(run, 0);
        Assert.Equal("l[1]/x l[2]/x", run.Running);
    }

    [Fact]
    public void Foreach_NoItems_GoesStraightToItsResult()
    {
        var run = Loop(Over("[]"));

        Assert.Empty(Assert.IsType<StepResume.Iterated>(run.Executions["l"].Resume).Results);
    }

    [Fact]
    public void Foreach_ItemFailsWithStop_FinishesWhatRunsStartsNoMoreAndFails()
    {
        var run = Loop(Over(Numbers(5), concurrency: 2));

        run.Fail("l[0]/x", code: "Boom");
        Assert.Equal("l[1]/x", run.Running);
        Assert.Empty(run.Told);
        run.Succeed("l[1]/x");

        Assert.Equal(StepStatus.Failed, run.StatusOf("l"));
        Assert.Equal(("Boom", "l[0]/x"), (run.Result!.Error!.Code, run.Result.Error.Step));
    }

    [Fact]
    public void Foreach_ItemFailsWithCollect_GoesOnAndTellsWhichFailed()
    {
        var run = Loop(Over(Numbers(2), onItemFailure: ItemFailureMode.Collect));

        run.Fail("l[0]/x", code: "Boom");
        Iteration(run, 1, "7");

        var results = Assert.IsType<StepResume.Iterated>(run.Executions["l"].Resume).Results;
        Assert.Equal(("Boom", null), (results[0].Error!.Code, results[0].Output));
        Assert.Equal("7", results[1].Output!.ToString());
    }

    [Fact]
    public void Foreach_Nested_AddressesEachIterationInItsParents()
    {
        var run = new RunDriver(new PlanBuilder().Loop("l", new PlanBuilder().Loop("m", PlanBuilder.Of("x"))));

        run.Answer("l", Over("[1,2]")).Answer("l[1]/m", Over("[1,2,3]"));

        Assert.Equal("l[0]/m l[1]/m[0]/x l[1]/m[1]/x l[1]/m[2]/x", run.Running);
        run.Fail("l[1]/m[2]/x");
        run.Succeed("l[1]/m[0]/x").Succeed("l[1]/m[1]/x").Succeed("l[0]/m");
        Assert.Equal("l[1]/m[2]/x", run.Result!.Error!.Step);
    }

    [Fact]
    public void Foreach_TimesOut_TellsItsIterationsAndEndsTimedOut()
    {
        var run = new RunDriver(
            new PlanBuilder().Loop("l", PlanBuilder.Of("x"), step => step with { Timeout = TimeSpan.FromMinutes(1) })
        );
        run.Answer("l", Over(Numbers(3), concurrency: 2)).Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(["l[0]/x", "l[1]/x"], run.Told);
        run.Fail("l[0]/x", code: ErrorCodes.Cancelled).Fail("l[1]/x", code: ErrorCodes.Cancelled);

        Assert.Equal(StepStatus.TimedOut, run.StatusOf("l"));
    }

    [Fact]
    public void Foreach_OfMoreThanAChunk_GoesToChildRunsInSlices()
    {
        var run = Loop(Over(Numbers(450), concurrency: 5));

        var first = Assert.Single(run.Children).Value.Chunk!;
        Assert.Equal((0, 200, "l", 5), (first.First, first.Count, first.Path, first.Concurrency));
        run.AnswerChild("run~2", Done("[\"a\"]")).AnswerChild("run~3", Done("[\"b\"]"));
        var last = Assert.Single(run.Children).Value.Chunk!;
        Assert.Equal((400, 50), (last.First, last.Count));
        run.AnswerChild("run~4", Done("[\"c\"]"));

        var results = Assert.IsType<StepResume.Iterated>(run.Executions["l"].Resume);
        Assert.True(results.Chunked);
        Assert.Equal(["[\"a\"]", "[\"b\"]", "[\"c\"]"], results.Results.Select(result => result.Output!.ToString()));
    }

    [Fact]
    public void Foreach_WithConcurrencyOverAChunk_RunsSeveralChunksAtOnce() =>
        Assert.Equal(3, Loop(Over(Numbers(2000), concurrency: 600)).Children.Count);

    [Fact]
    public void Foreach_ChunkFails_CancelsTheOtherChunksAndFails()
    {
        var run = Loop(Over(Numbers(600), concurrency: 400));

        run.AnswerChild("run~2", new RunResult(RunStatus.Failed, null, Error("Boom", "l[3]/x")));
        Assert.Equal(["run~3"], run.Told);
        run.AnswerChild("run~3", new RunResult(RunStatus.Cancelled, null, Error(ErrorCodes.Cancelled)));

        Assert.Equal(("Boom", "l[3]/x"), (run.Result!.Error!.Code, run.Result.Error.Step));
    }

    [Fact]
    public void Chunk_AsAChildRun_NumbersItsIterationsOnAndAnswersWithTheLoopsOutput()
    {
        var parent = new RunDriver(
            PlanBuilder
                .Of("a")
                .Loop("l", Body(), step => step with { Needs = [new PlanNeed("a", 0, 0)] })
                .Edge("a", "l")
        );
        parent.Succeed("a", output: "\"outer\"").Answer("l", Over(Numbers(202)));
        var second = parent.AnswerChild("run~3", Done("[]")).Children["run~4"];

        var child = new RunDriver(
            parent.State.Plan,
            new RunStart
            {
                RunId = second.ChildRunId,
                PlanHash = "test",
                Chunk = second.Chunk,
            }
        );

        Assert.Equal("l[200]/x l[201]/x", child.Running);
        var request = StepScopes.RequestFor(child.State, child.Executions["l[201]/x"]);
        Assert.Equal(
            (201, "201", "\"outer\""),
            (request.Index, request.Item!.ToString(), request.Steps["a"].Output!.ToString())
        );
        Iteration(child, 200);
        Iteration(child, 201);
        child.Succeed("l", output: "[1,2]");
        Assert.Equal((RunStatus.Succeeded, "[1,2]"), (child.Result!.Status, child.Result.Output!.ToString()));
    }

    internal static StepError Error(string code, string? step = null) =>
        new()
        {
            Code = code,
            Message = code,
            Step = step,
        };

    internal static RunResult Done(string output) => new(RunStatus.Succeeded, Payload.Parse(output), null);

    private static PlanBuilder Body() =>
        new PlanBuilder().Step("x", step => step with { Needs = [new PlanNeed("a", 1, 0)] });

    private static RunDriver Loop(StepOutcome over) =>
        new RunDriver(new PlanBuilder().Loop("l", PlanBuilder.Of("x"))).Answer("l", over);

    private static void Iteration(RunDriver run, int index, string output = "null") =>
        run.Succeed($"l[{index}]/x").Succeed($"l[{index}]/$output", output: output);
}
