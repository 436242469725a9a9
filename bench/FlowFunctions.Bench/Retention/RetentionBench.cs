using System.Diagnostics;
using System.Globalization;
using FlowFunctions.Bench.Engine;
using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Embedded;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Bench.Retention;

/// <summary>Many runs that have ended and are kept: what they take in memory, telling of them again, and releasing them.</summary>
internal static class RetentionBench
{
    private const int Callers = 256;

    public static async Task RunAsync(int runs)
    {
        var directory = Directory.CreateTempSubdirectory("flow-bench-");
        try
        {
            var plan = Shapes.Chain(10, pure: true);
            var before = GC.GetTotalMemory(forceFullCollection: true);
            await FillAsync(directory.FullName, plan, runs);
            var told = new EndCounter();
            var clock = Stopwatch.StartNew();
            await using var engine = await OpenAsync(directory.FullName, plan, told);
            var opened = clock.Elapsed;
            await engine.RetellingFinished;
            var retold = clock.Elapsed;
            var heap = (double)(GC.GetTotalMemory(forceFullCollection: true) - before) / runs;
            clock.Restart();
            engine.Release([.. Enumerable.Range(0, runs).Select(NameOf)]);
            await engine.StartAsync(plan, new RunStart { RunId = "last", PlanHash = plan.Hash });
            await engine.WaitAsync("last");
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"retention: {runs} finished runs, opened in {opened.TotalSeconds:F2} s, {told.Ends} told again after {retold.TotalSeconds:F2} s, {heap:F0} B of heap a run, RSS {Usage.ResidentMegabytes():F0} MB; released in {clock.Elapsed.TotalMilliseconds:F0} ms"
                )
            );
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static async Task FillAsync(string directory, Plan plan, int runs)
    {
        await using var engine = await OpenAsync(directory, plan, SilentRecorder.Instance);
        await Parallel.ForAsync(
            0,
            runs,
            new ParallelOptions { MaxDegreeOfParallelism = Callers },
            async (index, cancelled) =>
            {
                var runId = NameOf(index);
                await engine.StartAsync(plan, new RunStart { RunId = runId, PlanHash = plan.Hash }, cancelled);
                await engine.WaitAsync(runId, cancelled);
            }
        );
    }

    private static Task<EmbeddedEngine> OpenAsync(string directory, Plan plan, IRunRecorder recorder) =>
        EmbeddedEngine.OpenAsync(
            new EmbeddedEngineOptions
            {
                Directory = directory,
                KeepsFinished = true,
                MaxFinishedRuns = 0,
            },
            new EngineParts(new NoOpExecutor(), new OnePlan(plan), recorder)
        );

    /// <summary>As long as ids of <see cref="RunIds"/> are.</summary>
    private static string NameOf(int index) => string.Create(CultureInfo.InvariantCulture, $"run-{index:D22}");

    private sealed class EndCounter : IRunRecorder
    {
        private int _ends;

        public int Ends => _ends;

        public void Record(RunState state, RunEvent runEvent, CommandBuffer effects)
        {
            if (effects.Commands is [.., CompleteRun])
            {
                Interlocked.Increment(ref _ends);
            }
        }
    }
}
