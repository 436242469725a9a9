using FlowFunctions.Engine.Embedded.Tests.Engine;
using FlowFunctions.Engine.Explanations;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Engine.Tests;
using FlowFunctions.Flows.Plans;
using static FlowFunctions.Engine.Embedded.Tests.Admission.LimitedFlows;

namespace FlowFunctions.Engine.Embedded.Tests.Admission;

public sealed class CalledAdmissionTests
{
    [Fact]
    public async Task Call_FlowAtItsLimit_WaitsForAPlace()
    {
        var steps = Calls(Blocked(out var gate));
        await using var host = await EngineHost.OpenAsync(steps);
        host.Flows["child"] = Limited(PlanBuilder.Of("a"), flowId: "child");
        var caller = EngineHost.Build(PlanBuilder.Of("call"));
        await host.StartAsync(caller, "p1");
        await gate.EnteredAsync();
        await host.StartAsync(caller, "p2");
        await host.Log.WhenAsync(line => line is { RunId: "p2", Step: "call", Status: StepStatus.Waiting });
        Assert.Equal(WaitKind.Admission, await FirstReasonAsync(host, "p2~2"));
        gate.Open();

        Assert.Equal(RunStatus.Succeeded, (await host.EndAsync("p1")).Status);
        Assert.Equal(RunStatus.Succeeded, (await host.EndAsync("p2")).Status);
        Assert.Equal(1, gate.MostInside);
    }

    [Fact]
    public async Task Call_FullFlowThatRejects_FailsTheStepSoThatItMayRetry()
    {
        var steps = Calls(Blocked(out var gate));
        await using var host = await EngineHost.OpenAsync(steps);
        var child = host.Flows["child"] = Limited(PlanBuilder.Of("a"), WhenFull.Reject, flowId: "child");
        await host.StartAsync(child, "taken");
        await gate.EnteredAsync();

        var end = await host.RunAsync(EngineHost.Build(PlanBuilder.Of("call")), "p1");

        Assert.Equal((RunStatus.Failed, ErrorCodes.ConcurrencyLimit), (end.Status, end.Error?.Code));
        Assert.True(end.Error?.Retryable);
    }

    [Fact]
    public async Task Call_FlowWhoseKeyCannotBeEvaluated_FailsTheStep()
    {
        await using var host = await EngineHost.OpenAsync(Calls(new ScriptedExecutor()));
        host.Flows["child"] = Limited(PlanBuilder.Of("a"), key: "{{ input.order.id }}", flowId: "child");

        var end = await host.RunAsync(EngineHost.Build(PlanBuilder.Of("call")));

        Assert.Equal((RunStatus.Failed, ErrorCodes.ConcurrencyKey), (end.Status, end.Error?.Code));
    }

    [Fact]
    public async Task Call_OfItsOwnFlow_SharesThePlace()
    {
        var depth = 0;
        var steps = new ScriptedExecutor().On(
            "call",
            request =>
                request.Resume is null && Interlocked.Increment(ref depth) < 4
                    ? new StepOutcome.Calling("test", Payload.Null)
                    : ScriptedExecutor.Ok()
        );
        await using var host = await EngineHost.OpenAsync(steps);
        var plan = host.Flows["test"] = Limited(PlanBuilder.Of("call"));

        Assert.Equal(RunStatus.Succeeded, (await host.RunAsync(plan)).Status);
        Assert.Equal(4, depth);
    }

    [Fact]
    public async Task Loop_PartsInChildRuns_AreNotCounted()
    {
        var array = Payload.Parse($"[{string.Join(',', Enumerable.Range(0, 450))}]");
        var steps = new ScriptedExecutor().On(
            "loop",
            request =>
                request.Resume is null
                    ? new StepOutcome.Iterating(array, 450, Concurrency: 10, ItemFailureMode.Stop)
                    : ScriptedExecutor.Ok()
        );
        await using var host = await EngineHost.OpenAsync(steps);

        var end = await host.RunAsync(Limited(new PlanBuilder().Loop("loop", PlanBuilder.Of("body"))));

        Assert.Equal(RunStatus.Succeeded, end.Status);
    }
}
