using FlowFunctions.Engine.Steps;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.Tests.Machine;

public sealed class StalledTests
{
    [Fact]
    public void IsStalled_RunThatAwaitsSomething_IsFalse()
    {
        var run = new RunDriver(PlanBuilder.Of("a"));
        Assert.False(run.State.IsStalled);

        run.Answer("a", new StepOutcome.Waiting(Until: null, "go"));
        Assert.False(run.State.IsStalled);

        run.Signal("go").Succeed("a").Finish();
        Assert.False(run.State.IsStalled);
    }

    [Fact]
    public void IsStalled_OnlyTheRunsTimeoutIsLeft_IsTrue()
    {
        var settings = new PlanSettings { Timeout = TimeSpan.FromHours(1) };
        var run = new RunDriver(PlanBuilder.Of("a").Settings(settings));

        run.State.Pending.Remove(run.Executions["a"].Id);

        Assert.True(run.State.IsStalled);
    }
}
