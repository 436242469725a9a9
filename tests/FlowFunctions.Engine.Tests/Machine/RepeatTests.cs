using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;

namespace FlowFunctions.Engine.Tests.Machine;

/// <summary>repeat: one iteration after the other, each asked for by the step.</summary>
public sealed class RepeatTests
{
    private static readonly StepOutcome Again = new StepOutcome.Repeating(Payload.Parse("\"seed\""));

    [Fact]
    public void Repeat_ExecutesTheStepAgainAfterEachIteration()
    {
        var run = Loop().Answer("r", Again);
        Assert.Equal("r[0]/x", run.Running);

        Iteration(run, 0, "10");
        Assert.Equal(new StepResume.Repeated(1, Payload.Parse("10")), run.Executions["r"].Resume);
        Iteration(run.Answer("r", Again), 1, "11");
        run.Succeed("r", output: "11").Finish();

        Assert.Equal(RunStatus.Succeeded, run.Result!.Status);
    }

    [Fact]
    public void Repeat_IterationFails_FailsTheLoop()
    {
        var run = Loop().Answer("r", Again).Fail("r[0]/x", code: "Boom");

        Assert.Equal(("Boom", "r[0]/x"), (run.Result!.Error!.Code, run.Result.Error.Step));
    }

    [Fact]
    public void Repeat_OverAChunk_GoesOnInChildRuns()
    {
        var run = Loop();
        for (var index = 0; index < 200; index++)
        {
            Iteration(run.Answer("r", Again), index);
        }

        run.Answer("r", Again);
        var (id, child) = Assert.Single(run.Children);
        Assert.Equal(
            (200, 200, true, "\"seed\""),
            (child.Chunk!.First, child.Chunk.Count, child.Chunk.Repeats, child.Chunk.Items.ToString())
        );
        run.AnswerChild(id, new RunResult(RunStatus.Succeeded, Payload.Parse("400"), null, Continues: true));
        var (next, second) = Assert.Single(run.Children);
        Assert.Equal((400, "400"), (second.Chunk!.First, second.Chunk.Items.ToString()));
        run.AnswerChild(next, LoopTests.Done("\"end\"")).Finish();

        Assert.Equal("\"end\"", run.State.FindStep("r")!.Output!.ToString());
    }

    [Fact]
    public void Chunk_OfARepeatInsideALoop_StillSeesTheOuterItem()
    {
        var inner = new PlanBuilder().Loop("r", PlanBuilder.Of("x"));
        var parent = new RunDriver(new PlanBuilder().Loop("l", inner)).Answer("l", LoopTests.Over("[7,8]"));
        for (var index = 0; index < 200; index++)
        {
            parent.Answer("l[1]/r", Again).Succeed($"l[1]/r[{index}]/x").Succeed($"l[1]/r[{index}]/$output");
        }

        var chunk = Assert.Single(parent.Answer("l[1]/r", Again).Children).Value;
        var child = new RunDriver(
            parent.State.Plan,
            new RunStart
            {
                RunId = chunk.ChildRunId,
                PlanHash = "test",
                Chunk = chunk.Chunk,
            }
        );
        child.Succeed("l[1]/r[200]/x").Succeed("l[1]/r[200]/$output");

        var request = StepScopes.RequestFor(child.State, child.Executions["l[1]/r"]);
        Assert.Equal((1, "8", "[7,8]"), (request.Index, request.Item!.ToString(), request.Items!.ToString()));
    }

    [Fact]
    public void Chunk_OfARepeat_HandsBackAfterItsIterations()
    {
        var child = new RunDriver(
            new PlanBuilder().Loop("r", PlanBuilder.Of("x")),
            new RunStart
            {
                RunId = "run~9",
                PlanHash = "test",
                Chunk = new LoopChunk
                {
                    LoopId = "r",
                    Path = "r",
                    First = 200,
                    Count = 2,
                    Items = Payload.Parse("5"),
                    Repeats = true,
                },
            }
        );

        Iteration(child, 200);
        Iteration(child.Answer("r", Again), 201);
        child.Answer("r", new StepOutcome.Repeating(Payload.Parse("7")));

        Assert.Equal(new RunResult(RunStatus.Succeeded, Payload.Parse("7"), null, Continues: true), child.Result);
    }

    [Fact]
    public void Repeating_ByAStepWithoutABody_IsAProtocolError()
    {
        var run = new RunDriver(PlanBuilder.Of("a")).Answer("a", Again);

        Assert.Equal(ErrorCodes.StepProtocol, run.Result!.Error!.Code);
    }

    private static RunDriver Loop() => new(new PlanBuilder().Loop("r", PlanBuilder.Of("x")));

    private static void Iteration(RunDriver run, int index, string output = "null") =>
        run.Succeed($"r[{index}]/x").Succeed($"r[{index}]/$output", output: output);
}
