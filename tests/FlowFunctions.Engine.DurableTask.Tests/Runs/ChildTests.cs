using System.Text.Json;
using FlowFunctions.Engine.DurableTask.Hub;
using FlowFunctions.Engine.Embedded.Tests.Engine;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Engine.Tests;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.DurableTask.Tests.Runs;

/// <summary>Flows that call flows.</summary>
public sealed class ChildTests
{
    private static readonly Plan Parent = RunWorld.Build(PlanBuilder.Of("call"));

    private static readonly Plan Child = RunWorld.Build(
        PlanBuilder.Of("inner", "after").Edge("inner", "after"),
        "child"
    );

    private static readonly Plan WithCleanUp = RunWorld.Build(
        PlanBuilder.Of("inner", "cleanup").Edge("inner", "cleanup", EdgeCondition.Always),
        "child"
    );

    [Fact]
    public async Task Call_KnownFlow_GoesOnWithItsOutput()
    {
        var world = WorldWith(Child);

        var result = await world.RunAsync(Parent);

        Assert.Equal(RunStatus.Succeeded, result.Status);
        Assert.Equal(2, world.Archive.Runs.Count);
        var child = world.Archive.Runs.Single(static run => run.Start.ParentRunId is not null);
        Assert.Equal(("run", "child", Child.Hash), (child.Start.ParentRunId, child.FlowId, child.Start.PlanHash));
        Assert.Equal("\"$output\"", world.View(Parent).Steps[0].Output?.ToString());
    }

    [Fact]
    public async Task Call_FlowThatFails_FailsTheStepWithItsErrorAndTheChildEndsInOrder()
    {
        var world = WorldWith(Child);
        world.Steps.On("inner", _ => ScriptedExecutor.Fail("Http.402"));

        var result = await world.RunAsync(Parent);

        Assert.Equal((RunStatus.Failed, "Http.402"), (result.Status, result.Error?.Code));
        Assert.Empty((await world.Engine.TendAsync()).Rewound);
    }

    [Fact]
    public async Task Call_UnknownFlow_FailsTheStep()
    {
        var world = new RunWorld(Calls());

        var result = await world.RunAsync(Parent);

        Assert.Equal((RunStatus.Failed, ErrorCodes.SubflowNotFound), (result.Status, result.Error?.Code));
        Assert.Contains("child", result.Error?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_InputThatDoesNotFit_FailsTheStep()
    {
        var world = WorldWith(
            new Plan
            {
                Hash = "",
                FlowId = "child",
                Root = Child.Root,
                InputSchema = JsonElement.Parse("""{"type":"object","required":["orderId"]}"""),
            }.Hashed()
        );

        Assert.Equal(ErrorCodes.InputInvalid, (await world.RunAsync(Parent)).Error?.Code);
    }

    [Fact]
    public async Task Call_WhileFlowsCannotBeRead_FailsTheStepAsOnEveryEngine()
    {
        var world = WorldWith(Child);
        await world.StartAsync(Parent);
        await world.TurnsAsync();
        world.Plans.Failures = 1;
        await world.ExecuteAsync(Assert.Single(world.TakeActivities()));

        Assert.Equal(ErrorCodes.SubflowInvalid, (await world.EndAsync()).Error?.Code);
    }

    [Fact]
    public async Task Step_WhilePlansCannotBeRead_WaitsForThem()
    {
        var world = WorldWith(Child);
        await world.StartAsync(Parent);
        await world.TurnsAsync();
        world.Restart();
        world.Plans.Failures = 10;
        var call = world.ExecuteAsync(Assert.Single(world.TakeActivities())).AsTask();
        for (var seconds = 0; seconds < 200 && !call.IsCompleted; seconds++)
        {
            world.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(call, Task.Delay(1));
        }

        Assert.Equal(RunStatus.Succeeded, (await world.EndAsync()).Status);
        Assert.Single(world.Steps.Executed, static id => id == "run/call/1");
    }

    [Theory]
    [InlineData(RunControl.Cancel, true)]
    [InlineData(RunControl.Terminate, false)]
    public async Task Control_ParentThatWaits_EndsTheChild(RunControl control, bool cleansUp)
    {
        var world = WorldWith(WithCleanUp);
        await world.StartAsync(Parent);
        await world.TurnsAsync();
        await world.ExecuteAsync(Assert.Single(world.TakeActivities()));
        await world.TurnsAsync();
        var inner = Assert.Single(world.TakeActivities());

        await world.Engine.ControlAsync("run", control);
        await world.TurnsAsync();
        await world.ExecuteAsync(inner);

        Assert.Equal(RunStatus.Cancelled, (await world.EndAsync()).Status);
        Assert.All(world.Archive.Runs, static run => Assert.Equal(RunStatus.Cancelled, run.Status));
        Assert.Equal(2, world.Archive.Runs.Count);
        Assert.Equal(cleansUp, world.Steps.Executed.Contains($"{inner.InstanceId}/cleanup/1"));
    }

    [Fact]
    public async Task Call_FlowThatChangesMeanwhile_RunsAsItWasWhenItWasCalled()
    {
        var world = WorldWith(Child);
        await world.StartAsync(Parent);
        await world.TurnsAsync();
        await world.ExecuteAsync(Assert.Single(world.TakeActivities()));
        world.Plans.Flows["child"] = RunWorld.Build(PlanBuilder.Of("other"), "child");
        world.Restart();

        Assert.Equal(RunStatus.Succeeded, (await world.EndAsync()).Status);
        Assert.DoesNotContain(world.Steps.Executed, static id => id.Contains("/other/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Child_OfAnotherLanguage_FailsTheCallOnly()
    {
        var world = new RunWorld(Calls(), new TaskHubOptions { MaxSteps = 1000 });
        var future = new Plan
        {
            Hash = "future",
            FlowId = "child",
            Root = Child.Root,
            Language = 99,
        };
        world.Plans.Add(future);
        world.Plans.Flows["child"] = future;

        var result = await world.RunAsync(Parent);

        Assert.Equal((RunStatus.Failed, DurableErrors.UnknownLanguage), (result.Status, result.Error?.Code));
    }

    private static RunWorld WorldWith(Plan child)
    {
        var world = new RunWorld(Calls());
        world.Plans.Add(child);
        world.Plans.Flows["child"] = child;
        return world;
    }

    private static ScriptedExecutor Calls() =>
        new ScriptedExecutor().On(
            "call",
            request =>
                request.Resume is StepResume.Called called
                    ? new StepOutcome.Succeeded(called.Output)
                    : new StepOutcome.Calling("child", Payload.Parse("{}"))
        );
}
