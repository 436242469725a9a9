using FlowFunctions.Engine.History;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Records;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Engine.Tests.Machine;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.Tests.Records;

public sealed class RunViewTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Steps_OfEndedIterations_AreThereInPlanOrderAndByNumber()
    {
        var run = new RunDriver(
            PlanBuilder
                .Of("a")
                .Loop("l", PlanBuilder.Of("x", "y").Edge("x", "y"))
                .Step("z")
                .Edge("a", "l")
                .Edge("l", "z")
        );
        run.Succeed("a").Answer("l", LoopTests.Over(LoopTests.Numbers(12), concurrency: 3));
        for (var index = 0; index < 12; index++)
        {
            run.Succeed($"l[{index}]/x", output: $"{index}").Succeed($"l[{index}]/y").Succeed($"l[{index}]/$output");
        }

        run.Succeed("l", output: "[]").Succeed("z").Finish();

        var steps = View(run).Steps;
        var iterations = Enumerable.Range(0, 12).SelectMany(index => new[] { $"l[{index}]/x", $"l[{index}]/y" });
        Assert.Equal(["a", "l", .. iterations, "z"], steps.Select(step => step.Path));
        Assert.Equal("7", steps.Single(step => step.Path == "l[7]/x").Output!.ToString());
        Assert.Equal((12, 12), (steps[1].Total, steps[1].Finished));
        Assert.All(steps, step => Assert.Equal(StepStatus.Succeeded, step.Status));
    }

    [Fact]
    public void Changes_OfEachEvent_AddUpToTheSteps()
    {
        var policy = RetryPolicy.None with { MaxAttempts = 2, Delay = Second, Backoff = Backoff.Fixed };
        var run = new RunDriver(
            PlanBuilder
                .Of("a")
                .Loop("l", PlanBuilder.Of("x", "y").Edge("x", "y"))
                .Step("z", step => step with { Retry = policy })
                .Edge("a", "l")
                .Edge("l", "z")
        );
        run.Succeed("a").Answer("l", LoopTests.Over(LoopTests.Numbers(3), concurrency: 2));
        for (var index = 0; index < 3; index++)
        {
            run.Succeed($"l[{index}]/x", output: $"{index}").Succeed($"l[{index}]/y").Succeed($"l[{index}]/$output");
        }

        run.Succeed("l", output: "[]").Fail("z", "First", retryable: true).Advance(2 * Second).Succeed("z").Finish();

        var view = new RunView(run.State.Plan);
        var told = new Dictionary<string, StepRecord>(StringComparer.Ordinal);
        List<int?> progress = [];
        foreach (var runEvent in run.History)
        {
            view.Apply(runEvent);
            var changes = view.TakeChanges();
            Assert.Equal(changes.Count, changes.Select(step => step.Path).Distinct().Count());
            progress.AddRange(changes.Where(step => step.Path == "l").Select(step => step.Finished));
            foreach (var step in changes)
            {
                told[step.Path] = step;
            }
        }

        Assert.Equal(
            view.Steps.Select(Text).Order(StringComparer.Ordinal),
            told.Values.Select(Text).Order(StringComparer.Ordinal)
        );
        Assert.Contains(1, progress);
        Assert.Contains(2, progress);

        static string Text(StepRecord step) =>
            $"{step.Path} {step.Status} {step.Attempt} {step.EndedAt} {step.Finished} {step.Output} {step.Attempts.Count}";
    }

    [Fact]
    public void Attempts_OfARetriedStep_HaveTimesAndErrors()
    {
        var policy = RetryPolicy.None with
        {
            MaxAttempts = 3,
            Delay = TimeSpan.FromSeconds(10),
            Backoff = Backoff.Fixed,
        };
        var run = new RunDriver(new PlanBuilder().Step("a", step => step with { Retry = policy }));
        run.Advance(Second).Fail("a", "First", retryable: true);

        var retrying = View(run).Steps.Single();
        Assert.Equal((StepStatus.Retrying, 1), (retrying.Status, retrying.Attempt));
        Assert.Equal(RunDriver.Start + Second + policy.Delay, retrying.Wait!.Until);

        run.Advance(TimeSpan.FromSeconds(12)).Succeed("a").Finish();

        var step = View(run).Steps.Single();
        Assert.Null(step.Error);
        Assert.Equal(
            [
                (1, RunDriver.Start, RunDriver.Start + Second, "First"),
                (2, RunDriver.Start + (11 * Second), RunDriver.Start + (13 * Second), null),
            ],
            step.Attempts.Select(attempt =>
                (attempt.Number, attempt.StartedAt, attempt.EndedAt!.Value, attempt.Error?.Code)
            )
        );
    }

    [Fact]
    public void Attempt_RetriedAtOnce_EndsWhenTheNextBegins()
    {
        var policy = RetryPolicy.None with { MaxAttempts = 2, Delay = TimeSpan.Zero, Backoff = Backoff.Fixed };
        var run = new RunDriver(new PlanBuilder().Step("a", step => step with { Retry = policy }));
        run.Advance(Second).Fail("a", "First", retryable: true).Advance(Second).Fail("a", "Second", retryable: true);

        var step = View(run).Steps.Single();
        Assert.Equal(
            [(1, "First", RunDriver.Start + Second), (2, "Second", RunDriver.Start + (2 * Second))],
            step.Attempts.Select(attempt => (attempt.Number, attempt.Error?.Code, attempt.EndedAt!.Value))
        );
        Assert.Equal((StepStatus.Failed, "Second"), (step.Status, step.Error?.Code));
    }

    [Fact]
    public void Iterations_OfALoopThatIsRetried_AreThoseOfItsLastAttempt()
    {
        var policy = RetryPolicy.None with { MaxAttempts = 2, Delay = TimeSpan.Zero, Backoff = Backoff.Fixed };
        var run = new RunDriver(new PlanBuilder().Loop("l", PlanBuilder.Of("x"), step => step with { Retry = policy }));
        run.Answer("l", LoopTests.Over("[1,2]")).Succeed("l[1]/x").Succeed("l[1]/$output");
        run.Fail("l[0]/x", retryable: true).Answer("l", LoopTests.Over("[1]"));

        var steps = View(run).Steps;
        Assert.Equal(["l", "l[0]/x"], steps.Select(step => step.Path));
        Assert.Equal((2, 1, 0), (steps[0].Attempts.Count, steps[0].Total, steps[0].Finished));
        Assert.Equal(StepStatus.Running, steps[1].Status);
    }

    [Fact]
    public void Loop_Empty_HasNoIterations()
    {
        var run = new RunDriver(new PlanBuilder().Loop("l", PlanBuilder.Of("x"))).Answer("l", LoopTests.Over("[]"));

        var loop = View(run).Steps.Single();
        Assert.Equal((0, 0), (loop.Total, loop.Finished));
    }

    [Fact]
    public void Loop_InParts_CountsThePartsThatHaveEndedAndNamesTheirRuns()
    {
        var run = new RunDriver(new PlanBuilder().Loop("l", PlanBuilder.Of("x")));
        run.Answer("l", LoopTests.Over(LoopTests.Numbers(450), concurrency: 400));
        var children = run.Children.Keys.ToArray();
        run.AnswerChild(children[0], new RunResult(RunStatus.Succeeded, Payload.Parse("[]"), Error: null));

        var loop = View(run).Steps.Single();
        Assert.Equal((450, 200), (loop.Total, loop.Finished));
        Assert.Equal([.. children, "run~4"], loop.ChildRunIds);
        Assert.Equal("run~2", children[0]);
    }

    [Fact]
    public void Step_OfAPausedRunThatIsTerminated_HasNoAttempt()
    {
        var run = new RunDriver(PlanBuilder.Of("a", "b").Edge("a", "b"));
        run.Control(RunControl.Pause).Succeed("a").Control(RunControl.Terminate);

        var step = View(run).Steps[1];
        Assert.Equal((StepStatus.Skipped, 0), (step.Status, step.Attempts.Count));
    }

    [Fact]
    public void Steps_TakenOverOrSkipped_HaveNoAttempts()
    {
        var seed = new StepView(StepStatus.Succeeded, Payload.Parse("1"), Error: null, Port: "p");
        var start = new RunStart
        {
            RunId = "run",
            PlanHash = "test",
            Seeds = RunStart.NoSteps.Add("a", seed),
        };
        var run = new RunDriver(PlanBuilder.Of("a", "b").Edge("a", "b", port: "other"), start);

        var steps = View(run).Steps;
        Assert.Equal((true, "p", 0), (steps[0].Reused, steps[0].Port, steps[0].Attempts.Count));
        Assert.Equal((StepStatus.Skipped, 0), (steps[1].Status, steps[1].Attempts.Count));
    }

    [Fact]
    public void Apply_EventByEvent_GivesTheSameViewAndTellsTheTransitions()
    {
        var run = GoldenRun();
        var view = new RunView(run.State.Plan);
        var told = new List<StepStatus>();
        for (var count = 1; count <= run.History.Count; count++)
        {
            told.AddRange(view.Apply(run.History[count - 1]).Transitions.Select(transition => transition.Status));

            Assert.Equal(Text(RunView.Of(run.State.Plan, run.History.Take(count)).Steps), Text(view.Steps));
        }

        Assert.Contains(StepStatus.Waiting, told);
        Assert.Equal(run.Result!.Status, view.State.Status);
    }

    [Fact]
    public void Of_HistoryWithoutItsStart_IsRefused()
    {
        var run = GoldenRun();

        Assert.Throws<InvalidOperationException>(() => RunView.Of(run.State.Plan, run.History.Skip(1)));
    }

    internal static string Text(IEnumerable<StepRecord> steps) =>
        string.Join('\n', steps.Select(History.Describe.Value));

    private static RunDriver GoldenRun() => History.GoldenScenarios.All["signals-and-pause"]();

    private static RunView View(RunDriver run)
    {
        var writer = new HistoryWriter();
        run.History.ForEach(writer.Append);
        return RunView.Of(run.State.Plan, HistoryReader.Read(writer.WrittenMemory));
    }
}
