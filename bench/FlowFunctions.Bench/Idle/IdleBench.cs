using System.Diagnostics;
using System.Globalization;
using FlowFunctions.Bench.Engine;
using FlowFunctions.Engine.Embedded;
using FlowFunctions.Engine.Embedded.Plans;
using FlowFunctions.Engine.Runs;

namespace FlowFunctions.Bench.Idle;

/// <summary>An engine that is started, carries out one run, and then has nothing to do.</summary>
internal static class IdleBench
{
    public static async Task RunAsync(TimeSpan duration)
    {
        var directory = Directory.CreateTempSubdirectory("flow-bench-");
        try
        {
            var plan = Shapes.Chain(10, pure: false);
            var options = new EmbeddedEngineOptions { Directory = Path.Combine(directory.FullName, "journal") };
            var plans = new PlanDirectory(Path.Combine(directory.FullName, "plans"));
            await using var engine = await EmbeddedEngine.OpenAsync(
                options,
                new EngineParts(new NoOpExecutor(), plans, SilentRecorder.Instance)
            );
            await engine.StartAsync(plan, new RunStart { RunId = "first", PlanHash = plan.Hash });
            await engine.WaitAsync("first");
            var start = DateTime.Now - Process.GetCurrentProcess().StartTime;
            var before = Usage.Now();
            await Task.Delay(duration);
            var used = Usage.Now() - before;
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"idle: first run finished {start.TotalMilliseconds:F0} ms after the start of the process, with {before.Cpu.TotalMilliseconds:F0} ms of CPU; then in {duration.TotalSeconds:F0} s {used.Cpu.TotalMilliseconds:F1} ms of CPU and {used.Allocated} B allocated, RSS {Usage.ResidentMegabytes():F0} MB"
                )
            );
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }
}
