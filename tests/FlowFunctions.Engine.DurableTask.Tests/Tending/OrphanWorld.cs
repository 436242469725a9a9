using FlowFunctions.Engine.DurableTask.Tending;
using FlowFunctions.Engine.DurableTask.Tests.Runs;
using FlowFunctions.Engine.Embedded.Tests.Engine;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Engine.Tests;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.DurableTask.Tests.Tending;

/// <summary>Runs whose backend does not do what it should: one that waits for the signal <c>go</c>, and one that calls it.</summary>
internal sealed class OrphanWorld
{
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>The run that <c>run</c> calls.</summary>
    public const string Child = "run~2";

    public OrphanWorld()
    {
        World = new RunWorld(
            new ScriptedExecutor()
                .On(
                    "wait",
                    static request =>
                        request.Resume is null ? new StepOutcome.Waiting(null, "go") : ScriptedExecutor.Ok("1")
                )
                .On(
                    "call",
                    static request =>
                        request.Resume is null
                            ? new StepOutcome.Calling("waiting", Payload.Null)
                            : ScriptedExecutor.Ok("2")
                )
        );
        World.Archive.Time = World.Time;
        World.Plans.Flows["waiting"] = Waiting;
        World.Plans.Add(Waiting);
        Hub = new HubThatFails(World.Hub);
        Restart();
    }

    public RunWorld World { get; }

    public HubThatFails Hub { get; }

    public Plan Waiting { get; } = RunWorld.Build(PlanBuilder.Of("wait"), "waiting");

    public Plan Calling { get; } = RunWorld.Build(PlanBuilder.Of("call"), "calling");

    public MemoryArchive Archive => World.Archive;

    /// <summary>The engine of another process: it remembers nothing.</summary>
    public void Restart() =>
        World.Worker.Engine = new DurableEngine(
            new DurableEngineOptions { TimeProvider = World.Time, MaxRewinds = 2 },
            new DurableEngineParts(World.Steps, World.Plans, World.Payloads, Archive, Hub)
        );

    public async Task StartAsync(Plan plan, string runId = "run")
    {
        await World.StartAsync(plan, runId);
        await World.Pump.RunAsync();
    }

    /// <summary>Sends a signal, which must be taken, and carries out what it brings.</summary>
    public async Task SignalAsync(string runId)
    {
        Assert.True(await World.Engine.SignalAsync(runId, "go", Payload.Null));
        await World.Pump.RunAsync();
    }

    /// <summary>The host breaks the run's next turn, which a signal that nobody waits for brings about.</summary>
    public async Task BreakAsync(string runId)
    {
        Assert.True(await World.Engine.SignalAsync(runId, "nobody", Payload.Null));
        await World.BreakTurnAsync();
    }

    /// <summary>A run goes on to its next turn, which breaks, as every one after it.</summary>
    public async Task PoisonAsync(string runId)
    {
        World.Worker.Broken = runId;
        World.Hub.RaiseEvent(runId, "nobody", null);
        await World.Pump.RunAsync();
    }

    /// <summary>Time passes, then a round of tending; what it brings is carried out.</summary>
    public async Task<TendingReport> TendAsync(TimeSpan? after = null)
    {
        World.Time.Advance(after ?? TimeSpan.FromMinutes(1));
        var report = await World.Engine.TendAsync();
        await World.Pump.RunAsync();
        return report;
    }

    public (RunStatus Status, string? Code) Recorded(string runId = "run") =>
        (Archive[runId].Status, Archive[runId].Error?.Code);
}
