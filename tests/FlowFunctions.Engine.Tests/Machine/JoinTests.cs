using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.Tests.Machine;

/// <summary>The table of join rules: a step "j" with two incoming edges in every combination of states.</summary>
public sealed class JoinTests
{
    /// <summary>How the sources of the two edges end: "active", "inactive" (another port chosen) or "broken" (an unhandled failure).</summary>
    [Theory]
    [InlineData(JoinRule.NoneFailed, "active", "active", StepStatus.Running)]
    [InlineData(JoinRule.NoneFailed, "active", "inactive", StepStatus.Running)]
    [InlineData(JoinRule.NoneFailed, "active", "broken", StepStatus.Skipped)]
    [InlineData(JoinRule.NoneFailed, "inactive", "inactive", StepStatus.Skipped)]
    [InlineData(JoinRule.NoneFailed, "active", "open", StepStatus.Pending)]
    [InlineData(JoinRule.NoneFailed, "broken", "open", StepStatus.Pending)]
    [InlineData(JoinRule.AllSucceeded, "active", "active", StepStatus.Running)]
    [InlineData(JoinRule.AllSucceeded, "active", "inactive", StepStatus.Skipped)]
    [InlineData(JoinRule.AllSucceeded, "active", "broken", StepStatus.Skipped)]
    [InlineData(JoinRule.AllSucceeded, "broken", "open", StepStatus.Skipped)]
    [InlineData(JoinRule.AllSucceeded, "active", "open", StepStatus.Pending)]
    [InlineData(JoinRule.AnySucceeded, "active", "open", StepStatus.Running)]
    [InlineData(JoinRule.AnySucceeded, "inactive", "open", StepStatus.Pending)]
    [InlineData(JoinRule.AnySucceeded, "broken", "active", StepStatus.Running)]
    [InlineData(JoinRule.AnySucceeded, "inactive", "broken", StepStatus.Skipped)]
    [InlineData(JoinRule.AllDone, "active", "broken", StepStatus.Running)]
    [InlineData(JoinRule.AllDone, "inactive", "broken", StepStatus.Running)]
    [InlineData(JoinRule.AllDone, "active", "open", StepStatus.Pending)]
    public void Join_OfTwoEdges_DecidesAsTheTableSays(JoinRule rule, string first, string second, StepStatus expected)
    {
        foreach (var order in new[] { (First: "a", Second: "b"), (First: "b", Second: "a") })
        {
            var run = new RunDriver(
                PlanBuilder
                    .Of("a", "b")
                    .Step("j", step => step with { Join = rule })
                    .Edge("a", "j", port: "yes")
                    .Edge("b", "j", port: "yes")
                    .Settings(new PlanSettings { OnFailure = FailureMode.FinishOthers })
            );

            End(run, order.First, first);
            End(run, order.Second, second);

            Assert.Equal(expected, run.StatusOf("j"));
        }
    }

    [Fact]
    public void AnySucceeded_SecondEdgeTurnsActive_RunsOnce()
    {
        var run = new RunDriver(
            PlanBuilder
                .Of("a", "b")
                .Step("j", step => step with { Join = JoinRule.AnySucceeded })
                .Edge("a", "j")
                .Edge("b", "j")
        );

        run.Succeed("a").Succeed("j").Succeed("b").Finish();

        Assert.Equal(1, run.Log.Count(line => line.Contains("execute j", StringComparison.Ordinal)));
        Assert.Equal(RunStatus.Succeeded, run.Result!.Status);
    }

    [Fact]
    public void SkippedStep_ByInactiveEdge_MakesItsEdgesInactive()
    {
        var run = new RunDriver(
            PlanBuilder.Of("a", "b", "c", "d").Edge("a", "b", port: "x").Edge("b", "c").Edge("c", "d").Edge("a", "d")
        );

        run.Succeed("a", port: "y");

        Assert.Equal(StepStatus.Skipped, run.StatusOf("c"));
        Assert.Equal("d", run.Running);
    }

    [Fact]
    public void SkippedStep_ByBrokenEdge_MakesItsEdgesBroken()
    {
        var run = new RunDriver(
            PlanBuilder
                .Of("a", "b", "c", "d")
                .Edge("a", "b")
                .Edge("b", "d")
                .Edge("c", "d")
                .Settings(new PlanSettings { OnFailure = FailureMode.FinishOthers })
        );

        run.Succeed("c").Fail("a");

        Assert.Equal(StepStatus.Skipped, run.StatusOf("d"));
        Assert.Equal(RunStatus.Failed, run.Result!.Status);
    }

    [Fact]
    public void AllSucceeded_InactiveThenBroken_PassesTheBreakOnInEitherOrder()
    {
        foreach (var order in new[] { ("a", "b"), ("b", "a") })
        {
            var run = new RunDriver(
                PlanBuilder
                    .Of("a", "b")
                    .Step("j", step => step with { Join = JoinRule.AllSucceeded })
                    .Step("after")
                    .Step("c")
                    .Edge("a", "j", port: "yes")
                    .Edge("b", "j")
                    .Edge("j", "after")
                    .Edge("c", "after")
                    .Settings(new PlanSettings { OnFailure = FailureMode.FinishOthers })
            );

            run.Succeed("c");
            foreach (var source in new[] { order.Item1, order.Item2 })
            {
                _ = source == "a" ? run.Succeed("a", port: "no") : run.Fail("b");
            }

            Assert.Equal(StepStatus.Skipped, run.StatusOf("after"));
        }
    }

    [Fact]
    public void Chain_OfTenThousandSkippedSteps_NeedsNoStack()
    {
        var plan = new PlanBuilder();
        plan.Step("s0");
        for (var index = 1; index <= 10_000; index++)
        {
            plan.Step($"s{index}");
        }

        var edges = plan.Scope();
        Assert.Equal(10_001, edges.Steps.Length);
        var scope = PlanScope.Create(
            edges.Steps,
            [
                .. Enumerable
                    .Range(0, 10_000)
                    .Select(index => new PlanEdge(index, index + 1, Port: index == 0 ? "never" : null)),
            ],
            edges.Output
        );
        var run = new RunDriver(
            new Plan
            {
                Hash = "x",
                FlowId = "x",
                Root = scope,
            }
        );

        run.Succeed("s0").Finish();

        Assert.Equal(RunStatus.Succeeded, run.Result!.Status);
        Assert.Equal(StepStatus.Skipped, run.StatusOf("s10000"));
    }

    private static void End(RunDriver run, string source, string state) =>
        _ = state switch
        {
            "active" => run.Succeed(source, port: "yes"),
            "inactive" => run.Succeed(source, port: "no"),
            "broken" => run.Fail(source),
            _ => run,
        };
}
