using System.Collections.Concurrent;
using System.Diagnostics;
using FlowFunctions.Engine.Embedded.Diagnostics;
using FlowFunctions.Engine.Embedded.Tests.Engine;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Tests;

namespace FlowFunctions.Engine.Embedded.Tests.Diagnostics;

public sealed class TraceTests : IDisposable
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";
    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ActivityListener _listener;

    public TraceTests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == EngineTraces.SourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (activity.TraceId.ToHexString() == Trace)
                {
                    _ended.Enqueue(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task Run_AcrossARestart_IsOneTrace()
    {
        var plan = EngineHost.Build(PlanBuilder.Of("a", "b").Edge("a", "b"));
        var steps = new ScriptedExecutor();
        var gate = steps.Block("b");
        await using var first = await EngineHost.OpenAsync(steps);
        var start = new RunStart
        {
            RunId = "run",
            PlanHash = plan.Hash,
            TraceParent = $"00-{Trace}-b7ad6b7169203331-01",
        };
        await first.Engine.StartAsync(plan, start);
        await gate.EnteredAsync();

        await using var second = await first.CrashAsync();
        await second.EndAsync();
        await second.Engine.DisposeAsync();

        var spans = _ended.ToArray();
        var run = Assert.Single(spans, span => span.OperationName == "flow.run");
        Assert.Equal(("succeeded", true), (run.GetTagItem("flow.run.status"), run.GetTagItem("flow.run.continued")));
        var step = Assert.Single(spans, span => (string?)span.GetTagItem("flow.step.path") == "a");
        Assert.Equal("succeeded", step.GetTagItem("flow.step.status"));

        // The span that a crash cut short is still the parent of what came before and after it.
        Assert.Equal(step.ParentSpanId, run.ParentSpanId);
        Assert.NotEqual("b7ad6b7169203331", step.ParentSpanId.ToHexString());
        Assert.Contains(spans, span => (string?)span.GetTagItem("flow.step.path") == "b");
    }
}
