using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Embedded;
using FlowFunctions.Engine.Embedded.Scheduling;
using FlowFunctions.Engine.Embedded.Tests.Crashes;
using FlowFunctions.Engine.Embedded.Tests.Engine;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Records;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Tests.Payloads;
using FlowFunctions.Engine.Tests.Properties;

namespace FlowFunctions.Engine.DurableTask.Tests.Properties;

/// <summary>The same random flow on the embedded engine, on one thread, a disk in memory and a clock that jumps.</summary>
internal sealed class EmbeddedWorld(RandomFlow flow, int seed, FlowLimits limits = FlowLimits.None) : IRunRecorder
{
    private readonly FlowSteps _steps = new(flow, limits);
    private readonly Dictionary<string, RunView> _views = new(StringComparer.Ordinal);
    private readonly ManualTime _time = new();

    /// <summary>Runs the flow to its end.</summary>
    /// <returns>The final records.</returns>
    /// <remarks>On a thread without a synchronization context, which would take the place of the seeded scheduler.</remarks>
    public Task<string> RunAsync() => Task.Run(Run);

    private string Run()
    {
        var scheduler = new SeededScheduler(new Random(seed));
        var life = scheduler.Run(() => LiveAsync(scheduler));
        while (!life.IsCompleted)
        {
            if (!scheduler.RunOne())
            {
                _time.Advance(Assert.NotNull(_time.NextDue) - _time.GetUtcNow());
            }
        }

        life.GetAwaiter().GetResult();
        return RunTree.Of("run", runId => _views[runId]);
    }

    public void Record(RunState state, RunEvent runEvent, CommandBuffer effects)
    {
        if (!_views.TryGetValue(state.RunId, out var view))
        {
            _views[state.RunId] = view = new RunView(state.Plan);
        }

        view.Apply(runEvent);
    }

    private async Task LiveAsync(SeededScheduler scheduler)
    {
        var options = new EmbeddedEngineOptions
        {
            Directory = "simulated",
            TimeProvider = _time,
            Scheduler = scheduler,
            Shards = 1,
            SegmentBytes = 64 * 1024,
        };
        var parts = new EngineParts(_steps, _steps, this, new MemoryPayloads());
        var engine = await EmbeddedEngine.OpenAsync(options, parts, new SimulatedDisk(new Random(seed)));
        _steps.Engine = engine;
        await engine.StartAsync(_steps.Plan, new RunStart { RunId = "run", PlanHash = _steps.Plan.Hash });
        await engine.WaitAsync("run");
    }
}
