using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.Tests.Runs;

public sealed class RerunTests
{
    [Fact]
    public void FromFailed_ComputesFailedStepsAndTheirDependentsAgain()
    {
        var plan = PlanBuilder.Of("a", "b", "c", "d").Edge("a", "b").Edge("b", "d").Edge("c", "d");
        var first = new RunDriver(plan).Succeed("a", output: "1").Succeed("c", output: "3").Fail("b");

        var seeds = RerunSeeds.FromFailed(plan.Build(), ResultsOf(first));
        var second = Rerun(plan, seeds);

        Assert.Equal(["a", "c"], seeds.Keys);
        Assert.Equal("b", second.Running);
        Assert.True(second.State.FindStep("a")!.Reused);
        second.Succeed("b").Succeed("d").Finish();
        Assert.Equal(RunStatus.Succeeded, second.Result!.Status);
    }

    [Fact]
    public void FromFailed_TakesAHandledFailuresBranchAgainWithoutTheFailure()
    {
        var plan = PlanBuilder.Of("a", "alert", "b").Edge("a", "alert", EdgeCondition.Failure).Edge("alert", "b");
        var first = new RunDriver(plan).Fail("a").Succeed("alert").Fail("b");

        var second = Rerun(plan, RerunSeeds.FromFailed(plan.Build(), ResultsOf(first)));

        Assert.Equal("b", second.Running);
        Assert.Equal(StepStatus.Failed, second.StatusOf("a"));
    }

    [Fact]
    public void FromFailed_RunsWhatACancelledRunNeverReached()
    {
        var plan = PlanBuilder.Of("a", "b").Edge("a", "b");
        var results = new Dictionary<string, StepView> { ["a"] = new(StepStatus.Succeeded, Payload.Null, null) };

        Assert.Equal("b", Rerun(plan, RerunSeeds.FromFailed(plan.Build(), results)).Running);
    }

    [Fact]
    public void FromStep_KeepsThePortThatAReusedStepChose()
    {
        var plan = PlanBuilder
            .Of("if", "yes", "no", "end")
            .Edge("if", "yes", port: "true")
            .Edge("if", "no", port: "false")
            .Edge("yes", "end");
        var first = new RunDriver(plan).Succeed("if", port: "true").Succeed("yes").Succeed("end").Finish();

        var second = Rerun(plan, RerunSeeds.FromStep(plan.Build(), ResultsOf(first), "end"));

        Assert.Equal("end", second.Running);
        Assert.Equal(StepStatus.Skipped, second.StatusOf("no"));
    }

    [Fact]
    public void FromStep_UnknownStep_IsRefused() =>
        Assert.Throws<ArgumentException>(() =>
            RerunSeeds.FromStep(PlanBuilder.Of("a").Build(), new Dictionary<string, StepView>(), "b")
        );

    private static Dictionary<string, StepView> ResultsOf(RunDriver run) =>
        run.State.Steps.ToDictionary(step => step.Plan.Id, step => step.View);

    private static RunDriver Rerun(
        PlanBuilder plan,
        System.Collections.Immutable.ImmutableSortedDictionary<string, StepView> seeds
    ) =>
        new(
            plan,
            new RunStart
            {
                RunId = "again",
                PlanHash = "test",
                Seeds = seeds,
            }
        );
}
