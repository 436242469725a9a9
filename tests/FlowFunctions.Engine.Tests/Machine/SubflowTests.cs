using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.Tests.Machine;

public sealed class SubflowTests
{
    private static readonly StepOutcome CallOther = new StepOutcome.Calling("other", Payload.Parse("{\"x\":1}"));

    [Fact]
    public void Call_StartsAChildAndResumesWithItsOutput()
    {
        var run = new RunDriver(PlanBuilder.Of("a")).Answer("a", CallOther);

        var (id, child) = Assert.Single(run.Children);
        Assert.Equal(("run~2", "other", "{\"x\":1}"), (id, child.FlowId, child.Input.ToString()));
        Assert.Equal("run~2", run.State.FindStep("a")!.Wait!.ChildRunId);
        run.AnswerChild(id, LoopTests.Done("42"));

        Assert.Equal("42", Assert.IsType<StepResume.Called>(run.Executions["a"].Resume).Output.ToString());
    }

    [Fact]
    public void Call_ChildFails_FailsTheStepWithTheChildsCause()
    {
        var run = new RunDriver(PlanBuilder.Of("a")).Answer("a", CallOther);

        run.AnswerChild("run~2", new RunResult(RunStatus.Failed, null, LoopTests.Error("Http.500", "charge")));

        Assert.Equal(("Http.500", "a/charge"), (run.Result!.Error!.Code, run.Result.Error.Step));
    }

    [Fact]
    public void Call_RetriedAfterAFailure_StartsAChildOfItsOwn()
    {
        var policy = new RetryPolicy
        {
            MaxAttempts = 2,
            Delay = TimeSpan.Zero,
            RetryOn = ["*"],
        };
        var run = new RunDriver(new PlanBuilder().Step("a", step => step with { Retry = policy })).Answer(
            "a",
            CallOther
        );

        run.AnswerChild("run~2", new RunResult(RunStatus.Failed, null, LoopTests.Error("Boom"))).Answer("a", CallOther);

        Assert.Equal("run~4", Assert.Single(run.Children).Key);
    }

    [Fact]
    public void Call_BeyondTheDeepest_FailsTheStepInsteadOfStartingAChild()
    {
        var start = new RunStart
        {
            RunId = "run",
            PlanHash = "test",
            Depth = RunState.MaxCallDepth,
        };

        var run = new RunDriver(PlanBuilder.Of("a"), start).Answer("a", CallOther);

        Assert.Empty(run.Children);
        Assert.Equal(ErrorCodes.SubflowTooDeep, run.Result!.Error!.Code);
    }

    [Fact]
    public void Cancel_WaitsForTheChildToEnd()
    {
        var run = new RunDriver(PlanBuilder.Of("a")).Answer("a", CallOther).Control(RunControl.Cancel);

        Assert.Equal(["run~2"], run.Told);
        Assert.Null(run.Result);
        run.AnswerChild("run~2", new RunResult(RunStatus.Cancelled, null, LoopTests.Error(ErrorCodes.Cancelled)));

        Assert.Equal(StepStatus.Cancelled, run.StatusOf("a"));
        Assert.Equal(RunStatus.Cancelled, run.Result!.Status);
    }

    [Fact]
    public void StepTimeout_CancelsTheChildAndDoesNotWait()
    {
        var run = new RunDriver(
            new PlanBuilder().Step("a", step => step with { Timeout = TimeSpan.FromSeconds(1) })
        ).Answer("a", CallOther);

        run.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(["run~3"], run.Told);
        Assert.Equal(StepStatus.TimedOut, run.StatusOf("a"));
    }
}
