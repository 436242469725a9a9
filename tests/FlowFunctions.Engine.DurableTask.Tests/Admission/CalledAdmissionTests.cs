using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.DurableTask.Tests.Runs;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Engine.Tests;
using FlowFunctions.Flows.Plans;
using static FlowFunctions.Engine.DurableTask.Tests.Admission.LimitedWorld;

namespace FlowFunctions.Engine.DurableTask.Tests.Admission;

public sealed class CalledAdmissionTests
{
    private static readonly Plan Caller = PlanBuilder.Of("call").Build().Hashed("caller");

    [Fact]
    public async Task Call_FlowAtItsLimit_WaitsForAPlace()
    {
        var world = new LimitedWorld(Calls);
        world.Add(Limited(PlanBuilder.Of("a"), flowId: "child"));
        await world.StartAllAsync(Caller, "p1", "p2");
        await world.Pump.RunForAsync(TimeSpan.FromSeconds(1));
        string[] children = ["p1~2", "p2~2"];
        var waits = Assert.Single(children, id => world.StatusAsync(id).Result == RunStatus.Queued);
        Assert.Equal(RunStatus.Queued, world.Archive[waits].Status);
        Assert.Equal(1, (await world.Engine.ExplainWaitAsync(waits))?.Reasons[0].Place);
        await world.Pump.RunAsync();

        Assert.Equal(RunStatus.Succeeded, world.EndOf("p1").Status);
        Assert.Equal(RunStatus.Succeeded, world.EndOf("p2").Status);
        Assert.Equal(1, world.Open.Most);
        Assert.NotNull(world.Archive[waits].QueuedAt);
        Assert.Equal("", world.Archive[waits].Start.ConcurrencyKey);
        Assert.Equal(0, world.Places.Count);
    }

    [Fact]
    public async Task Call_FullFlowThatRejects_FailsTheStepSoThatItMayRetry()
    {
        var world = new LimitedWorld(Calls);
        var child = world.Add(Limited(PlanBuilder.Of("a"), whenFull: WhenFull.Reject, flowId: "child"));
        await world.StartAllAsync(child, "taken");
        await world.StartAllAsync(Caller, "p1");
        await world.Pump.RunAsync();

        var end = world.EndOf("p1");
        Assert.Equal((RunStatus.Failed, ErrorCodes.ConcurrencyLimit), (end.Status, end.Error?.Code));
        Assert.True(end.Error?.Retryable);
        Assert.DoesNotContain(world.Archive.Runs, static run => run.Start.ParentRunId is not null);
    }

    [Fact]
    public async Task Call_FlowWhoseKeyCannotBeEvaluated_FailsTheStep()
    {
        var world = new LimitedWorld(Calls);
        world.Add(Limited(PlanBuilder.Of("a"), key: "{{ input.order.id }}", flowId: "child"));
        await world.StartAllAsync(Caller, "p1");
        await world.Pump.RunAsync();

        var end = world.EndOf("p1");
        Assert.Equal((RunStatus.Failed, ErrorCodes.ConcurrencyKey), (end.Status, end.Error?.Code));
    }

    [Fact]
    public async Task Call_OfItsOwnFlow_SharesThePlace()
    {
        var depth = 0;
        var world = new LimitedWorld(request =>
            request is { Step.Id: "call", Resume: null } && ++depth < 4
                ? new StepOutcome.Calling("test", Payload.Null)
                : Ok
        );
        await world.StartAllAsync(Limited(PlanBuilder.Of("call")), "r1");
        await world.Pump.RunAsync();

        Assert.Equal(RunStatus.Succeeded, world.EndOf("r1").Status);
        Assert.Equal(4, depth);
        Assert.Equal(0, world.Places.Count);
    }

    [Fact]
    public async Task Call_FromAPartOfALoop_SharesThePlaceOfTheLoopsRun()
    {
        var calls = 0;
        var items = Payload.Parse($"[{string.Join(',', Enumerable.Range(0, 450))}]");
        var world = new LimitedWorld(request =>
            (request.Step.Id, request.Resume) switch
            {
                ("loop", null) when request.RunId == "r1" => new StepOutcome.Iterating(
                    items,
                    450,
                    Concurrency: 10,
                    ItemFailureMode.Stop
                ),
                ("loop", null) => new StepOutcome.Iterating(Payload.Parse("[]"), 0, 1, ItemFailureMode.Stop),
                ("body", null) when ++calls == 450 => new StepOutcome.Calling("test", Payload.Null),
                _ => Ok,
            }
        );
        await world.StartAllAsync(Limited(new PlanBuilder().Loop("loop", PlanBuilder.Of("body"))), "r1");
        await world.Pump.RunAsync();

        Assert.Equal(RunStatus.Succeeded, world.EndOf("r1").Status);
        Assert.Equal(0, world.Places.Count);
    }

    [Fact]
    public async Task Call_GivenUpWhileItWaits_EndsWithoutRunning()
    {
        var world = new LimitedWorld(Calls);
        var child = world.Add(Limited(PlanBuilder.Of("a"), flowId: "child"));
        await world.StartAllAsync(child, "taken");
        await world.StartAllAsync(Caller, "p1");
        await world.Pump.RunForAsync(TimeSpan.FromSeconds(1));
        await world.Engine.ControlAsync("p1", RunControl.Cancel);
        await world.Pump.RunAsync();

        Assert.Equal(RunStatus.Cancelled, world.EndOf("p1").Status);
        Assert.Equal(RunStatus.Cancelled, world.Archive["p1~2"].Status);
        Assert.Equal(["p1", "taken"], world.Open.Begun.Order());
        Assert.Equal(0, world.Places.Count);
    }

    [Fact]
    public async Task Call_GivenUpWhileItAsks_GivesItsPlaceBack()
    {
        var world = new LimitedWorld(Calls);
        world.Add(Limited(PlanBuilder.Of("a"), flowId: "child"));
        await world.StartAllAsync(Caller, "p1");
        await world.Pump.RunUntilAsync(() => world.Pump.Hub.Get("p1~2") is not null);
        await world.Client.SendEventAsync("p1~2", SentCancel.Name, SentCancel.Data);
        await world.Pump.RunAsync();

        Assert.Equal(RunStatus.Cancelled, world.EndOf("p1~2").Status);
        Assert.Equal(0, world.Places.Count);
    }

    private static (string Name, string Data) SentCancel { get; } =
        (Codec.SentEvents.Name, Codec.SentEvents.Write("test", new ControlRequested(default, RunControl.Cancel)));

    private static StepOutcome Calls(StepRequest request) =>
        request.Step.Id != "call" ? TakesTenSeconds(request)
        : request.Resume is null ? new StepOutcome.Calling("child", Payload.Null)
        : Ok;
}
