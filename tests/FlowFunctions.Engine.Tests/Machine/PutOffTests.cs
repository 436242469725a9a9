using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;

namespace FlowFunctions.Engine.Tests.Machine;

/// <summary>Attempts that a limit holds up before they begin.</summary>
public sealed class PutOffTests
{
    private static readonly TimeSpan Turn = TimeSpan.FromMinutes(1);

    [Fact]
    public void PutOff_Attempt_IsExecutedAgainWithItsTicketWhenItsTurnComes()
    {
        var run = PutOff(new RunDriver(PlanBuilder.Of("a")));

        Assert.Equal(
            (StepStatus.Waiting, "So many a minute."),
            (run.StatusOf("a"), run.State.FindStep("a")!.Wait!.Limit)
        );
        run.Advance(Turn);

        Assert.Equal(new StepResume.TurnCame(7), run.Executions["a"].Resume);
        Assert.Equal((1, StepStatus.Running), (run.Executions["a"].Attempt, run.StatusOf("a")));
        Assert.Equal(RunStatus.Succeeded, run.Succeed("a").Finish().Result!.Status);
    }

    [Fact]
    public void PutOff_AgainAndAgain_IsNoRetry()
    {
        var run = new RunDriver(PlanBuilder.Of("a"));
        for (var turn = 0; turn < 20; turn++)
        {
            PutOff(run).Advance(Turn);
        }

        Assert.Equal(1, run.Executions["a"].Attempt);
    }

    [Fact]
    public void PutOff_UntilTheRunIsPaused_WaitsForTheRun()
    {
        var run = PutOff(new RunDriver(PlanBuilder.Of("a"))).Control(RunControl.Pause).Advance(Turn);

        Assert.Equal("", run.Running);
        run.Control(RunControl.Resume);
        Assert.Equal("a", run.Running);
        Assert.IsType<StepResume.TurnCame>(run.Executions["a"].Resume);
    }

    [Fact]
    public void PutOff_WhileTheRunIsCancelled_NeverBegins()
    {
        var run = PutOff(new RunDriver(PlanBuilder.Of("a"))).Control(RunControl.Cancel);

        Assert.Equal(StepStatus.Cancelled, run.StatusOf("a"));
        Assert.Equal(RunStatus.Cancelled, run.Result!.Status);
    }

    [Fact]
    public void PutOff_ForLongerThanTheTimeout_LetsTheTimeRunFromItsTurnOn()
    {
        var limit = TimeSpan.FromSeconds(30);
        var run = PutOff(new RunDriver(new PlanBuilder().Step("a", step => step with { Timeout = limit })));

        run.Advance(Turn);
        Assert.Equal(StepStatus.Running, run.StatusOf("a"));
        run.Advance(limit);

        Assert.Equal(StepStatus.TimedOut, run.StatusOf("a"));
    }

    private static RunDriver PutOff(RunDriver run) =>
        run.Answer("a", new StepOutcome.PutOff(run.Now + Turn, 7, "So many a minute."));
}
