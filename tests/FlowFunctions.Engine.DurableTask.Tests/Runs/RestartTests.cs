using FlowFunctions.Engine.DurableTask.Hub;
using FlowFunctions.Engine.DurableTask.Tests.Properties;
using FlowFunctions.Engine.Embedded.Tests.Engine;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Engine.Tests;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.DurableTask.Tests.Runs;

/// <summary>A handler that is replaced by another one before any turn of a flow that does everything.</summary>
public sealed class RestartTests
{
    private static readonly Plan Child = RunWorld.Build(
        new PlanBuilder()
            .Step("inner", static step => step with { Retry = Twice })
            .Step("pure", static step => step with { IsPure = true })
            .Edge("inner", "pure"),
        "child"
    );

    private static readonly Plan Everything = RunWorld.Build(
        PlanBuilder
            .Of("a", "call", "wait", "end")
            .Step("slow", static step => step with { Timeout = TimeSpan.FromMinutes(5) })
            .Step("pure", static step => step with { IsPure = true })
            .Loop("loop", PlanBuilder.Of("x", "y").Edge("x", "y"))
            .Edge("a", "call")
            .Edge("a", "wait")
            .Edge("a", "pure")
            .Edge("pure", "loop")
            .Edge("slow", "end", EdgeCondition.Failure)
            .Edge("loop", "end")
            .Edge("call", "end")
            .Edge("wait", "end")
    );

    private static RetryPolicy Twice => new() { MaxAttempts = 2, Delay = TimeSpan.FromSeconds(3) };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Run_HandlerReplacedBeforeAnyTurn_HasTheSameRecords(bool sessions)
    {
        var (expected, turns) = await RunAsync(sessions, restartAt: int.MaxValue);
        Assert.InRange(turns, 15, 60);
        Assert.Contains("run Succeeded", expected, StringComparison.Ordinal);

        for (var turn = 1; turn < turns; turn++)
        {
            var (actual, _) = await RunAsync(sessions, turn);

            Assert.True(expected == actual, $"Before turn {turn}:\n{expected}\n---\n{actual}");
        }
    }

    private static async Task<(string Records, int Turns)> RunAsync(bool sessions, int restartAt)
    {
        var world = new RunWorld(
            Steps(),
            new TaskHubOptions { Seed = 5, Sessions = sessions ? new ExtendedSessions(TimeSpan.FromSeconds(30)) : null }
        );
        world.Plans.Add(Child);
        world.Plans.Flows["child"] = Child;
        await world.StartAsync(Everything);
        await world.Engine.SignalAsync("run", "go", Payload.Parse("7"));
        await world.Pump.RunUntilAsync(() => world.Worker.Turns == restartAt);
        world.Restart();
        await world.Pump.RunAsync();
        Assert.All(
            world.Archive.Runs,
            run => Assert.Equal(world.AskedIds(run.Start.RunId).Distinct(), world.AskedIds(run.Start.RunId))
        );
        return (RunTree.Of("run", id => world.View(id == "run" ? Everything : Child, id)), world.Worker.Turns);
    }

    private static ScriptedExecutor Steps() =>
        new ScriptedExecutor()
            .On(
                "call",
                static request =>
                    request.Resume is null
                        ? new StepOutcome.Calling("child", Payload.Parse("{}"))
                        : ScriptedExecutor.Ok("1")
            )
            .On(
                "wait",
                static request =>
                    request.Resume is null ? new StepOutcome.Waiting(null, "go") : ScriptedExecutor.Ok("2")
            )
            .On(
                "inner",
                static request =>
                    request.Attempt == 1 ? ScriptedExecutor.Fail("Once", retryable: true) : ScriptedExecutor.Ok()
            )
            .On("slow", static _ => new StepOutcome.Waiting(null, "never"))
            .On(
                "loop",
                static request =>
                    request.Resume is null
                        ? new StepOutcome.Iterating(Payload.Parse("[1,2,3]"), 3, 2, ItemFailureMode.Stop)
                        : ScriptedExecutor.Ok("3")
            );
}
