using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.Tests.Machine;

public sealed class RetryTests
{
    private static readonly RetryPolicy ThreeFixed = new()
    {
        MaxAttempts = 3,
        Backoff = Backoff.Fixed,
        Delay = TimeSpan.FromSeconds(2),
    };

    [Fact]
    public void Failure_Retryable_StartsTheNextAttemptAfterTheDelay()
    {
        var run = Run(ThreeFixed);

        run.Fail("a", retryable: true);
        Assert.Equal(StepStatus.Retrying, run.StatusOf("a"));
        run.Advance(TimeSpan.FromSeconds(1.9));
        Assert.Equal("", run.Running);
        run.Advance(TimeSpan.FromSeconds(0.1));

        Assert.Equal(2, run.Executions["a"].Attempt);
        Assert.Equal(RunDriver.Start.AddSeconds(2), run.State.FindStep("a")!.ReadyAt);
    }

    [Fact]
    public void Failure_OfTheLastAttempt_FailsTheStepAndNamesTheAttempt()
    {
        var run = Run(ThreeFixed);

        for (var attempt = 1; attempt <= 3; attempt++)
        {
            run.Fail("a", retryable: true).Advance(TimeSpan.FromSeconds(2));
        }

        Assert.Equal((RunStatus.Failed, 3), (run.Result!.Status, run.Result.Error!.Attempt));
    }

    [Theory]
    [InlineData("Http.500", true, true)]
    [InlineData("Http.500", false, false)]
    [InlineData(ErrorCodes.InputInvalid, true, false)]
    [InlineData(ErrorCodes.Expression, true, false)]
    [InlineData(ErrorCodes.Cancelled, true, false)]
    public void Policy_WithoutCodes_RetriesWhatTheErrorCallsRetryable(string code, bool retryable, bool expected) =>
        Assert.Equal(expected, Retries(ThreeFixed, code, retryable));

    [Theory]
    [InlineData("Http.503", false, true)]
    [InlineData("Http.404", true, false)]
    [InlineData("Script.ExitCode", true, false)]
    [InlineData("Db.Lock", false, true)]
    public void Policy_WithCodes_RetriesThoseAndOnlyThose(string code, bool retryable, bool expected) =>
        Assert.Equal(
            expected,
            Retries(ThreeFixed with { RetryOn = ["Http.*", "Db.Lock"], NeverOn = ["Http.404"] }, code, retryable)
        );

    [Fact]
    public void Delay_Exponential_DoublesUpToTheLongestLessAtMostAFifth()
    {
        var policy = new RetryPolicy
        {
            MaxAttempts = 10,
            Delay = TimeSpan.FromSeconds(1),
            MaxDelay = TimeSpan.FromSeconds(10),
        };
        double[] full = [1, 2, 4, 8, 10, 10];
        var delays = new List<double>();
        var run = Run(policy);

        foreach (var _ in full)
        {
            run.Fail("a", retryable: true);
            delays.Add((run.Timers.Single().Due - run.Now).TotalSeconds);
            run.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.All(delays.Zip(full), pair => Assert.InRange(pair.First, pair.Second * 0.8, pair.Second));
        Assert.True(delays.Distinct().Count() > 4, "the jitter differs between attempts");
    }

    [Fact]
    public void Delay_OtherSideAskedForMore_WaitsThatLong()
    {
        var run = Run(ThreeFixed);

        run.Answer(
            "a",
            new StepOutcome.Failed(
                new StepError
                {
                    Code = "Http.429",
                    Message = "Slow down.",
                    Retryable = true,
                    RetryAfter = TimeSpan.FromMinutes(1),
                }
            )
        );

        Assert.Equal(RunDriver.Start.AddMinutes(1), run.Timers.Single().Due);
    }

    [Fact]
    public void Delay_Zero_StartsTheNextAttemptAtOnce()
    {
        var run = Run(ThreeFixed with { Delay = TimeSpan.Zero });

        run.Fail("a", retryable: true);

        Assert.Equal(2, run.Executions["a"].Attempt);
    }

    [Fact]
    public void Success_AfterARetry_LeavesNoErrorBehind()
    {
        var run = Run(ThreeFixed);

        run.Fail("a", retryable: true).Advance(TimeSpan.FromSeconds(2)).Succeed("a").Finish();

        Assert.Null(run.State.FindStep("a")!.Error);
        Assert.Equal(RunStatus.Succeeded, run.Result!.Status);
    }

    [Fact]
    public void Retry_WhileTheRunFails_IsGivenUp()
    {
        var run = new RunDriver(new PlanBuilder().Step("a", step => step with { Retry = ThreeFixed }).Step("b"));

        run.Fail("a", retryable: true).Fail("b");

        Assert.Equal(StepStatus.Cancelled, run.StatusOf("a"));
        Assert.Equal("b", run.Result!.Error!.Step);
        Assert.Empty(run.Timers);
    }

    private static bool Retries(RetryPolicy policy, string code, bool retryable) =>
        Run(policy).Fail("a", code, retryable).StatusOf("a") == StepStatus.Retrying;

    private static RunDriver Run(RetryPolicy policy) =>
        new(new PlanBuilder().Step("a", step => step with { Retry = policy }));
}
