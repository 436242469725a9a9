using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.Tests.Machine;

/// <summary>Timers, signals and timeouts.</summary>
public sealed class WaitTests
{
    private static readonly StepOutcome ForGo = new StepOutcome.Waiting(null, "go");

    [Fact]
    public void Wait_ForATime_ExecutesTheAttemptAgainWhenItHasCome()
    {
        var run = new RunDriver(PlanBuilder.Of("a"));

        run.Answer("a", new StepOutcome.Waiting(run.Now.AddHours(1), null));
        Assert.Equal(StepStatus.Waiting, run.StatusOf("a"));
        run.Advance(TimeSpan.FromHours(1));

        Assert.IsType<StepResume.TimeReached>(run.Executions["a"].Resume);
        Assert.Equal(1, run.Executions["a"].Attempt);
    }

    [Fact]
    public void Timer_FiresEarly_IsArmedAgain()
    {
        var run = new RunDriver(PlanBuilder.Of("a"));
        run.Answer("a", new StepOutcome.Waiting(run.Now.AddSeconds(10), null));
        var timer = run.Timers.Single();

        run.Timers.Clear();
        run.Apply(new TimerFired(run.Now.AddSeconds(9.2), timer.Id));

        Assert.Equal("", run.Running);
        Assert.Equal(timer.Due, run.Timers.Single().Due);
        run.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("a", run.Running);
    }

    [Fact]
    public void Signal_WhileAStepWaits_ResumesItWithThePayload()
    {
        var run = new RunDriver(PlanBuilder.Of("a")).Answer("a", ForGo);

        run.Signal("other").Signal("go", "{\"ok\":true}");

        var resume = Assert.IsType<StepResume.SignalReceived>(run.Executions["a"].Resume);
        Assert.Equal("{\"ok\":true}", resume.Payload.ToString());
    }

    [Fact]
    public void Signal_BeforeAStepWaits_IsKept()
    {
        var run = new RunDriver(PlanBuilder.Of("a"));

        run.Signal("go", "1").Signal("go", "2").Answer("a", ForGo);

        Assert.Equal("1", Assert.IsType<StepResume.SignalReceived>(run.Executions["a"].Resume).Payload.ToString());
        Assert.Equal(1, run.State.KeptSignals);
    }

    [Fact]
    public void Signals_ForSeveralWaitingSteps_GoFirstComeFirstServed()
    {
        var run = new RunDriver(PlanBuilder.Of("a", "b")).Answer("b", ForGo).Answer("a", ForGo);

        run.Signal("go");
        Assert.Equal("b", run.Running);
        run.Signal("go");

        Assert.Equal("a b", run.Running);
    }

    [Fact]
    public void Signals_OverTheLimit_AreIgnored()
    {
        var run = new RunDriver(PlanBuilder.Of("a"));

        for (var count = 0; count <= RunState.MaxKeptSignals; count++)
        {
            run.Signal("go");
        }

        Assert.Equal(RunState.MaxKeptSignals, run.State.KeptSignals);
    }

    [Fact]
    public void Wait_ForSignalOrTime_WhicheverComesFirstWins()
    {
        var run = new RunDriver(PlanBuilder.Of("a", "b"));
        foreach (var step in new[] { "a", "b" })
        {
            run.Answer(step, new StepOutcome.Waiting(run.Now.AddMinutes(1), "go-" + step));
        }

        run.Signal("go-a").Advance(TimeSpan.FromMinutes(1)).Signal("go-b");

        Assert.IsType<StepResume.SignalReceived>(run.Executions["a"].Resume);
        Assert.IsType<StepResume.TimeReached>(run.Executions["b"].Resume);
        Assert.Empty(run.Timers);
    }

    [Fact]
    public void Wait_ForNothing_IsAProtocolError()
    {
        var run = new RunDriver(PlanBuilder.Of("a")).Answer("a", new StepOutcome.Waiting(null, null));

        Assert.Equal(ErrorCodes.StepProtocol, run.Result!.Error!.Code);
    }

    [Fact]
    public void StepTimeout_WhileRunning_TellsTheExecutionAndTimesTheStepOut()
    {
        var run = TimedStep(RetryPolicy.None);

        run.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(["a"], run.Told);
        Assert.Equal(StepStatus.TimedOut, run.StatusOf("a"));
        Assert.Equal((RunStatus.Failed, ErrorCodes.Timeout), (run.Result!.Status, run.Result.Error!.Code));
    }

    [Fact]
    public void StepTimeout_WhileWaiting_EndsTheWait()
    {
        var run = TimedStep(RetryPolicy.None).Answer("a", ForGo);

        run.Advance(TimeSpan.FromSeconds(30)).Signal("go");

        Assert.Equal(StepStatus.TimedOut, run.StatusOf("a"));
        Assert.Equal("", run.Running);
    }

    [Fact]
    public void StepTimeout_WithAttemptsLeft_RetriesAndIgnoresTheLateAnswer()
    {
        var run = TimedStep(new RetryPolicy { MaxAttempts = 2, Delay = TimeSpan.Zero });
        var late = run.Executions["a"];

        run.Advance(TimeSpan.FromSeconds(30));
        run.Apply(new StepCompleted(run.Now, late.Id, new StepOutcome.Succeeded(Engine.Payloads.Payload.Null)));

        Assert.Equal(2, run.Executions["a"].Attempt);
        run.Succeed("a").Finish();
        Assert.Equal(RunStatus.Succeeded, run.Result!.Status);
    }

    [Fact]
    public void StepTimeout_StepEndsInTime_IsCancelled()
    {
        var run = TimedStep(RetryPolicy.None).Succeed("a");

        Assert.Empty(run.Timers);
    }

    [Fact]
    public void RunTimeout_TellsWhatRunsRunsCleanUpAndEndsTimedOut()
    {
        var run = new RunDriver(
            PlanBuilder
                .Of("a", "clean", "next")
                .Edge("a", "clean", EdgeCondition.Always)
                .Edge("a", "next")
                .Settings(new PlanSettings { Timeout = TimeSpan.FromMinutes(1) })
        );

        run.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(["a"], run.Told);
        run.Fail("a", code: ErrorCodes.Cancelled).Succeed("clean");

        Assert.Equal(StepStatus.Skipped, run.StatusOf("next"));
        Assert.Equal((RunStatus.TimedOut, ErrorCodes.Timeout), (run.Result!.Status, run.Result.Error!.Code));
    }

    private static RunDriver TimedStep(RetryPolicy retry) =>
        new(new PlanBuilder().Step("a", step => step with { Timeout = TimeSpan.FromSeconds(30), Retry = retry }));
}
