using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.Tests.Machine;

public sealed class FailureTests
{
    [Theory]
    [InlineData(EdgeCondition.Success, true, StepStatus.Running)]
    [InlineData(EdgeCondition.Success, false, StepStatus.Skipped)]
    [InlineData(EdgeCondition.Failure, true, StepStatus.Skipped)]
    [InlineData(EdgeCondition.Failure, false, StepStatus.Running)]
    [InlineData(EdgeCondition.Always, true, StepStatus.Running)]
    [InlineData(EdgeCondition.Always, false, StepStatus.Running)]
    public void Edge_SourceEnds_StartsItsTargetAsItsConditionSays(EdgeCondition on, bool succeeds, StepStatus expected)
    {
        var run = new RunDriver(PlanBuilder.Of("a", "b").Edge("a", "b", on));

        _ = succeeds ? run.Succeed("a") : run.Fail("a");

        Assert.Equal(expected, run.StatusOf("b"));
    }

    [Fact]
    public void Failure_Handled_DoesNotFailTheRunAndLaterMergesGoOn()
    {
        var run = new RunDriver(
            PlanBuilder
                .Of("a", "b", "alert", "done")
                .Edge("a", "b")
                .Edge("a", "alert", EdgeCondition.Failure)
                .Edge("b", "done")
                .Edge("alert", "done")
        );

        run.Fail("a").Succeed("alert").Succeed("done").Finish("\"fine\"");

        Assert.Equal(RunStatus.Succeeded, run.Result!.Status);
        Assert.Equal("\"fine\"", run.Result.Output!.ToString());
        Assert.Equal(StepStatus.Skipped, run.StatusOf("b"));
    }

    [Fact]
    public void Failure_UnhandledWithStop_FinishesWhatRunsAndStartsNothingNew()
    {
        var run = new RunDriver(PlanBuilder.Of("a", "x", "y").Edge("x", "y"));

        run.Fail("a", code: "Boom");
        Assert.Equal("x", run.Running);
        Assert.Empty(run.Told);
        run.Succeed("x");

        Assert.Equal(StepStatus.Skipped, run.StatusOf("y"));
        Assert.Equal(RunStatus.Failed, run.Result!.Status);
        Assert.Equal(("Boom", "a", 1), (run.Result.Error!.Code, run.Result.Error.Step, run.Result.Error.Attempt));
    }

    [Fact]
    public void Failure_UnhandledWithStop_RunsTheAlwaysStepsAndCancelsWhatWaits()
    {
        var run = new RunDriver(PlanBuilder.Of("a", "clean", "w").Edge("a", "clean", EdgeCondition.Always));
        run.Answer("w", new StepOutcome.Waiting(null, "go"));

        run.Fail("a");

        Assert.Equal(StepStatus.Cancelled, run.StatusOf("w"));
        Assert.Equal("clean", run.Running);
        run.Succeed("clean");
        Assert.Equal(RunStatus.Failed, run.Result!.Status);
    }

    [Fact]
    public void Failure_UnhandledWithFinishOthers_LetsIndependentBranchesGoOn()
    {
        var run = new RunDriver(
            PlanBuilder
                .Of("a", "b", "x", "y")
                .Edge("a", "b")
                .Edge("x", "y")
                .Settings(new PlanSettings { OnFailure = FailureMode.FinishOthers })
        );

        run.Fail("a").Succeed("x").Succeed("y");

        Assert.Equal(StepStatus.Skipped, run.StatusOf("b"));
        Assert.Equal(RunStatus.Failed, run.Result!.Status);
    }

    [Fact]
    public void Failures_Several_TheRunsErrorIsTheFirstInPlanOrder()
    {
        foreach (var order in new[] { "ab", "ba" })
        {
            var run = new RunDriver(
                PlanBuilder.Of("a", "b").Settings(new PlanSettings { OnFailure = FailureMode.FinishOthers })
            );

            foreach (var step in order)
            {
                run.Fail(step.ToString(), code: $"Code.{step}");
            }

            Assert.Equal("Code.a", run.Result!.Error!.Code);
        }
    }

    [Fact]
    public void AlwaysEdge_OfASkippedStep_IsNotActive()
    {
        var run = new RunDriver(
            PlanBuilder.Of("a", "b", "clean").Edge("a", "b", port: "x").Edge("b", "clean", EdgeCondition.Always)
        );

        run.Succeed("a", port: "y").Finish();

        Assert.Equal(StepStatus.Skipped, run.StatusOf("clean"));
        Assert.Equal(RunStatus.Succeeded, run.Result!.Status);
    }

    [Fact]
    public void CleanUpStep_WhileTheRunFails_MayWaitAndRetry()
    {
        var run = new RunDriver(
            new PlanBuilder()
                .Step("a")
                .Step("clean", step => step with { Retry = new RetryPolicy { MaxAttempts = 2 } })
                .Edge("a", "clean", EdgeCondition.Always)
        );

        run.Fail("a").Fail("clean", retryable: true).Advance(TimeSpan.FromMinutes(1));
        run.Answer("clean", new StepOutcome.Waiting(run.Now.AddSeconds(5), null)).Advance(TimeSpan.FromSeconds(5));
        run.Succeed("clean");

        Assert.Equal(StepStatus.Succeeded, run.StatusOf("clean"));
        Assert.Equal(RunStatus.Failed, run.Result!.Status);
    }

    [Fact]
    public void Output_ThatCannotBeEvaluated_FailsTheRun()
    {
        var run = new RunDriver(PlanBuilder.Of("a"));

        run.Succeed("a").Fail("$output", code: ErrorCodes.Expression);

        Assert.Equal((RunStatus.Failed, ErrorCodes.Expression), (run.Result!.Status, run.Result.Error!.Code));
    }

    [Fact]
    public void StopStep_EndsTheRunWithItsOutputAndTellsWhatRuns()
    {
        var run = new RunDriver(PlanBuilder.Of("a", "s", "after").Edge("s", "after"));

        run.Answer("s", new StepOutcome.RunEnded(RunStatus.Succeeded, Engine.Payloads.Payload.Parse("7")));
        Assert.Equal(["a"], run.Told);
        run.Fail("a", code: ErrorCodes.Cancelled);

        Assert.Equal(StepStatus.Skipped, run.StatusOf("after"));
        Assert.Equal(StepStatus.Cancelled, run.StatusOf("a"));
        Assert.Equal((RunStatus.Succeeded, "7"), (run.Result!.Status, run.Result.Output!.ToString()));
    }
}
