using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.Tests.Machine;

/// <summary>Pause, resume, cancel, terminate.</summary>
public sealed class ControlTests
{
    [Fact]
    public void Pause_LetsRunningStepsFinishAndStartsNothingNew()
    {
        var run = new RunDriver(PlanBuilder.Of("a", "b").Edge("a", "b"));

        run.Control(RunControl.Pause).Succeed("a");
        Assert.Equal((RunStatus.Paused, StepStatus.Ready), (run.State.Status, run.StatusOf("b")));
        Assert.Equal("", run.Running);
        run.Control(RunControl.Resume);

        Assert.Equal("b", run.Running);
        Assert.Equal(RunStatus.Running, run.State.Status);
    }

    [Fact]
    public void Pause_TimersKeepButDoNotFire()
    {
        var run = new RunDriver(
            new PlanBuilder().Step("a", step => step with { Timeout = TimeSpan.FromSeconds(5) }).Step("d")
        );
        run.Answer("d", new StepOutcome.Waiting(run.Now.AddSeconds(3), null));

        run.Control(RunControl.Pause).Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(StepStatus.Waiting, run.StatusOf("d"));
        run.Succeed("a").Control(RunControl.Resume);

        Assert.Equal(StepStatus.Succeeded, run.StatusOf("a"));
        Assert.Equal("d", run.Running);
    }

    [Fact]
    public void Pause_SignalsAreDeliveredOnResume()
    {
        var run = new RunDriver(PlanBuilder.Of("a")).Answer("a", new StepOutcome.Waiting(null, "go"));

        run.Control(RunControl.Pause).Signal("go", "5");
        Assert.Equal("", run.Running);
        run.Control(RunControl.Resume);

        Assert.IsType<StepResume.SignalReceived>(run.Executions["a"].Resume);
        Assert.Equal(0, run.State.KeptSignals);
    }

    [Fact]
    public void Pause_AtTheEnd_PutsOffTheOutput()
    {
        var run = new RunDriver(PlanBuilder.Of("a"));

        run.Control(RunControl.Pause).Succeed("a");
        Assert.Null(run.Result);
        run.Control(RunControl.Resume).Finish();

        Assert.Equal(RunStatus.Succeeded, run.Result!.Status);
    }

    [Fact]
    public void Pause_InALoop_StartsNoFurtherIterationUntilResumed()
    {
        var run = new RunDriver(new PlanBuilder().Loop("l", PlanBuilder.Of("x")));
        run.Answer("l", LoopTests.Over("[1,2]", concurrency: 1));

        run.Control(RunControl.Pause).Succeed("l[0]/x");
        Assert.Equal("", run.Running);
        run.Control(RunControl.Resume).Succeed("l[0]/$output");

        Assert.Equal("l[1]/x", run.Running);
    }

    [Fact]
    public void Cancel_TellsRunningStepsRunsCleanUpAndEndsCancelled()
    {
        var run = new RunDriver(
            PlanBuilder.Of("a", "clean", "next", "w").Edge("a", "clean", EdgeCondition.Always).Edge("a", "next")
        );
        run.Answer("w", new StepOutcome.Waiting(null, "go"));

        run.Control(RunControl.Cancel);
        Assert.Equal(["a"], run.Told);
        Assert.Equal(StepStatus.Cancelled, run.StatusOf("w"));
        run.Fail("a", code: ErrorCodes.Cancelled);
        Assert.Equal("clean", run.Running);
        run.Succeed("clean");

        Assert.Equal((StepStatus.Cancelled, StepStatus.Skipped), (run.StatusOf("a"), run.StatusOf("next")));
        Assert.Equal(RunStatus.Cancelled, run.Result!.Status);
    }

    [Fact]
    public void Cancel_StepSucceedsAllTheSame_KeepsItsResult()
    {
        var run = new RunDriver(PlanBuilder.Of("a", "b").Edge("a", "b"));

        run.Control(RunControl.Cancel).Succeed("a", output: "1");

        Assert.Equal((StepStatus.Succeeded, StepStatus.Skipped), (run.StatusOf("a"), run.StatusOf("b")));
        Assert.Equal(RunStatus.Cancelled, run.Result!.Status);
    }

    [Fact]
    public void Cancel_OfAPausedRun_EndsItWithoutResume()
    {
        var run = new RunDriver(PlanBuilder.Of("a", "b").Edge("a", "b"));

        run.Control(RunControl.Pause).Succeed("a").Control(RunControl.Cancel);

        Assert.Equal(StepStatus.Skipped, run.StatusOf("b"));
        Assert.Equal(RunStatus.Cancelled, run.Result!.Status);
    }

    [Fact]
    public void Cancel_LeavesACleanUpStepThatRunsAlone()
    {
        var run = new RunDriver(PlanBuilder.Of("a", "clean").Edge("a", "clean", EdgeCondition.Always)).Succeed("a");

        run.Control(RunControl.Cancel);

        Assert.Empty(run.Told);
        run.Succeed("clean");
        Assert.Equal(RunStatus.Cancelled, run.Result!.Status);
    }

    [Fact]
    public void Cancel_InALoop_EndsItsIterations()
    {
        var run = new RunDriver(new PlanBuilder().Loop("l", PlanBuilder.Of("x", "y").Edge("x", "y")));
        run.Answer("l", LoopTests.Over("[1,2,3]", concurrency: 2));

        run.Control(RunControl.Cancel);
        Assert.Equal(["l[0]/x", "l[1]/x"], run.Told.Order(StringComparer.Ordinal));
        run.Fail("l[0]/x", code: ErrorCodes.Cancelled).Succeed("l[1]/x");

        Assert.Equal(StepStatus.Cancelled, run.StatusOf("l"));
        Assert.Equal(RunStatus.Cancelled, run.Result!.Status);
    }

    [Fact]
    public void Terminate_EndsAtOnceWithoutCleanUp()
    {
        var run = new RunDriver(PlanBuilder.Of("a", "clean").Edge("a", "clean", EdgeCondition.Always));

        run.Control(RunControl.Terminate);

        Assert.Equal(["a"], run.Told);
        Assert.Equal(StepStatus.Cancelled, run.StatusOf("a"));
        Assert.Equal((RunStatus.Cancelled, ErrorCodes.Terminated), (run.Result!.Status, run.Result.Error!.Code));
    }

    [Fact]
    public void Events_AfterTheEnd_ChangeNothing()
    {
        var run = new RunDriver(PlanBuilder.Of("a")).Succeed("a").Finish();
        var commands = run.Log.Count;

        run.Control(RunControl.Cancel).Signal("go").Control(RunControl.Pause);

        Assert.Equal((RunStatus.Succeeded, commands), (run.State.Status, run.Log.Count));
    }

    [Fact]
    public void Answers_Repeated_ChangeNothing()
    {
        var run = new RunDriver(PlanBuilder.Of("a", "b").Edge("a", "b"));
        var command = run.Executions["a"];
        run.Succeed("a");
        var commands = run.Log.Count;

        run.Apply(new StepCompleted(run.Now, command.Id, new StepOutcome.Succeeded(Engine.Payloads.Payload.Null)));
        run.Apply(new TimerFired(run.Now, command.Id));
        run.Apply(new StepCompleted(run.Now, 999, new StepOutcome.Succeeded(Engine.Payloads.Payload.Null)));

        Assert.Equal(commands, run.Log.Count);
    }
}
