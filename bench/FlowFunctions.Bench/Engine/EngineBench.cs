using System.Diagnostics;
using FlowFunctions.Engine.Embedded;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Bench.Engine;

/// <summary>Callers that start a run, wait for its end and start the next, for a while.</summary>
internal static class EngineBench
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    public static async Task<EngineReport> RunAsync(EngineWorkload workload)
    {
        var directory = Directory.CreateTempSubdirectory("flow-bench-");
        try
        {
            await using var engine = await OpenAsync(directory.FullName, workload);
            await MeasureAsync(engine, workload, WarmUp);
            return await MeasureAsync(engine, workload, workload.Duration);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static Task<EmbeddedEngine> OpenAsync(string directory, EngineWorkload workload) =>
        EmbeddedEngine.OpenAsync(
            new EmbeddedEngineOptions { Directory = directory, Durability = workload.Durability },
            new EngineParts(new NoOpExecutor(), new OnePlan(workload.Plan), SilentRecorder.Instance)
        );

    private static async Task<EngineReport> MeasureAsync(
        EmbeddedEngine engine,
        EngineWorkload workload,
        TimeSpan duration
    )
    {
        var before = Usage.Now();
        var clock = Stopwatch.StartNew();
        var latencies = await Task.WhenAll(
            Enumerable
                .Range(0, workload.Callers)
                .Select(_ => Task.Run(() => CallAsync(engine, workload, clock, duration)))
        );
        var elapsed = clock.Elapsed;
        return EngineReport.Of(
            workload,
            [.. latencies.SelectMany(static times => times)],
            elapsed,
            Usage.Now() - before
        );
    }

    private static async Task<List<TimeSpan>> CallAsync(
        EmbeddedEngine engine,
        EngineWorkload workload,
        Stopwatch clock,
        TimeSpan duration
    )
    {
        var latencies = new List<TimeSpan>();
        while (clock.Elapsed < duration)
        {
            var begun = Stopwatch.GetTimestamp();
            await Task.WhenAll(Enumerable.Range(0, workload.Burst).Select(_ => RunOnceAsync(engine, workload.Plan)));
            latencies.Add(Stopwatch.GetElapsedTime(begun));
        }

        return latencies;
    }

    private static async Task RunOnceAsync(EmbeddedEngine engine, Plan plan)
    {
        var runId = Guid.CreateVersion7().ToString("N");
        await engine.StartAsync(plan, new RunStart { RunId = runId, PlanHash = plan.Hash });
        var result = await engine.WaitAsync(runId);
        if (result?.Status != RunStatus.Succeeded)
        {
            throw new InvalidOperationException($"Run {runId} ended {result?.Status}: {result?.Error?.Message}");
        }
    }
}
