using System.Text.Json;
using FlowFunctions.Engine.Embedded.Tests.Engine;
using FlowFunctions.Engine.Explanations;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Engine.Tests;
using FlowFunctions.Expressions;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.Embedded.Tests.Admission;

/// <summary>Flows that allow one open run, and what tests ask of their runs.</summary>
internal static class LimitedFlows
{
    public static Plan One { get; } = Limited(PlanBuilder.Of("a"));

    public static Plan ByOrder { get; } = Limited(PlanBuilder.Of("a"), key: "{{ input.order }}");

    public static Plan Limited(
        PlanBuilder builder,
        WhenFull whenFull = WhenFull.Queue,
        string? key = null,
        string flowId = "test"
    )
    {
        var template = key is null ? null : JsonTemplate.Parse(JsonSerializer.SerializeToElement(key));
        var plan = builder
            .Settings(new PlanSettings { Concurrency = new PlanConcurrency(1, template, whenFull) })
            .Build();
        return EngineHost.WithHash(
            new Plan
            {
                Hash = "",
                FlowId = flowId,
                Root = plan.Root,
                Settings = plan.Settings,
            }
        );
    }

    public static ScriptedExecutor Blocked(out Gate gate)
    {
        var steps = new ScriptedExecutor();
        gate = steps.Block("a");
        return steps;
    }

    public static ScriptedExecutor Waits(ScriptedExecutor steps) =>
        steps.On(
            "wait",
            request => request.Resume is null ? new StepOutcome.Waiting(null, "go") : ScriptedExecutor.Ok()
        );

    public static ScriptedExecutor Calls(ScriptedExecutor steps) =>
        steps.On(
            "call",
            request => request.Resume is null ? new StepOutcome.Calling("child", Payload.Null) : ScriptedExecutor.Ok()
        );

    public static async Task StartAsync(EngineHost host, params string[] ids)
    {
        foreach (var id in ids)
        {
            await host.StartAsync(One, id);
        }
    }

    public static async Task<IEnumerable<(string, int)>> PlacesAsync(EngineHost host) =>
        (await host.Engine.ListQueuedAsync()).Select(run => (run.RunId, run.Place));

    /// <summary>A called flow is started a moment after the call is durable.</summary>
    public static async Task<WaitKind?> FirstReasonAsync(EngineHost host, string runId)
    {
        await host.Log.WhenQueuedAsync(runId);
        return (await host.Engine.ExplainAsync(runId))?.Reasons[0].Kind;
    }

    public static IEnumerable<string> Executions(EngineHost host) =>
        host.Steps.Executed.Where(id => id.EndsWith("/a/1", StringComparison.Ordinal));
}
