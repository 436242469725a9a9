using System.Diagnostics;
using FlowFunctions.DurableTask.Bench.Worlds;
using FlowFunctions.Engine.DurableTask;
using FlowFunctions.Engine.DurableTask.Hub;
using FlowFunctions.Engine.DurableTask.Hub.Drivers;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.DurableTask.Bench.Runs;

/// <summary>Callers that start a chain, wait for its end and start the next, on a hub in this process.</summary>
internal static class RunsBench
{
    private const int Steps = 10;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);

    public static async Task RunAsync(int callers, TimeSpan duration)
    {
        var plan = SampleFlows.Chain(Steps);
        var worker = new MeteredWorker();
        await using var live = new LiveHub(new TaskHubOptions(), worker);
        var engine = worker.Engine = Engines.For(plan, new HubClient(live.Hub));
        await CallAllAsync(engine, plan, live.Hub, callers, WarmUp);
        worker.Turns.Reset();
        worker.Activities.Reset();
        var before = Environment.CpuUsage.TotalTime;
        var clock = Stopwatch.StartNew();
        var latencies = await CallAllAsync(engine, plan, live.Hub, callers, duration);
        var used = Environment.CpuUsage.TotalTime - before;
        new RunsReport(callers, Steps, latencies, clock.Elapsed, used).Print(worker.Turns, worker.Activities);
    }

    private static async Task<List<TimeSpan>> CallAllAsync(
        DurableEngine engine,
        Plan plan,
        TaskHub hub,
        int callers,
        TimeSpan duration
    )
    {
        var all = await Task.WhenAll(
            Enumerable.Range(0, callers).Select(_ => Task.Run(() => CallAsync(engine, plan, hub, duration)))
        );
        return [.. all.SelectMany(static times => times).Order()];
    }

    private static async Task<List<TimeSpan>> CallAsync(DurableEngine engine, Plan plan, TaskHub hub, TimeSpan duration)
    {
        var latencies = new List<TimeSpan>();
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < duration)
        {
            var begun = clock.Elapsed;
            var start = Engines.NewRun(plan);
            await engine.StartAsync(plan, start);
            var result = await engine.WaitAsync(start.RunId);
            if (result?.Status != RunStatus.Succeeded)
            {
                throw new InvalidOperationException($"The run ended {result?.Status}: {result?.Error?.Message}");
            }

            latencies.Add(clock.Elapsed - begun);
            await hub.WhenEndedAsync(start.RunId, CancellationToken.None);
            hub.Purge(start.RunId);
        }

        return latencies;
    }
}
