using System.Diagnostics;
using System.Globalization;
using FlowFunctions.Bench.Engine;
using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Embedded;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Bench.Recovery;

/// <summary>Opens a directory in which many runs wait for a signal.</summary>
internal static class RecoveryBench
{
    private const int Callers = 256;

    public static async Task<int> RunAsync(int runs)
    {
        var plan = Shapes.Chain(2, pure: false);
        var directory = Directory.CreateTempSubdirectory("flow-bench-");
        try
        {
            var before = Managed();
            var own = await FillAsync(directory.FullName, plan, runs);
            GC.Collect();
            var clock = Stopwatch.StartNew();
            await using var engine = await OpenAsync(directory.FullName, plan, runs, SilentRecorder.Instance);
            var open = (await engine.ListOpenAsync()).Count;
            var elapsed = clock.Elapsed;
            var heap = (double)(Managed() - before) / runs;
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"recovery: {open} open runs in {elapsed.TotalSeconds:F2} s; a run takes {heap:F0} B of heap, its own data (its events as objects) {own.Heap:F0} B, so the engine {heap - own.Heap:F0} B; its history {own.Bytes:F0} B; RSS {Usage.ResidentMegabytes():F0} MB, journal {directory.GetFiles("*.journal").Sum(static file => file.Length) / runs} B a run"
                )
            );
            return open == runs ? 0 : 1;
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static async Task<(double Heap, double Bytes)> FillAsync(string directory, Plan plan, int runs)
    {
        var own = new OwnData();
        var waiting = new WaitCounter(runs, own);
        await using var engine = await OpenAsync(directory, plan, runs, waiting);
        await Parallel.ForAsync(
            0,
            runs,
            new ParallelOptions { MaxDegreeOfParallelism = Callers },
            async (_, cancelled) =>
                await engine.StartAsync(
                    plan,
                    new RunStart { RunId = Guid.CreateVersion7().ToString("N"), PlanHash = plan.Hash },
                    cancelled
                )
        );
        await waiting.All;
        return own.Measure();
    }

    private static Task<EmbeddedEngine> OpenAsync(string directory, Plan plan, int runs, IRunRecorder recorder) =>
        EmbeddedEngine.OpenAsync(
            new EmbeddedEngineOptions { Directory = directory, MaxOpenRuns = runs },
            new EngineParts(new WaitingExecutor(), new OnePlan(plan), recorder)
        );

    private static long Managed() => GC.GetTotalMemory(forceFullCollection: true);

    private sealed class WaitingExecutor : IStepExecutor
    {
        private static readonly StepOutcome Waiting = new StepOutcome.Waiting(Until: null, Signal: "go");

        public ValueTask<StepOutcome> ExecuteAsync(StepRequest request, CancellationToken cancellationToken) =>
            ValueTask.FromResult(Waiting);

        public StepOutcome ExecutePure(StepRequest request) => new StepOutcome.Succeeded(Payload.Null);
    }

    private sealed class WaitCounter(int runs, IRunRecorder next) : IRunRecorder
    {
        private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _left = runs;

        public Task All => _all.Task;

        public void Record(RunState state, RunEvent runEvent, CommandBuffer effects)
        {
            next.Record(state, runEvent, effects);
            if (runEvent is StepCompleted && Interlocked.Decrement(ref _left) == 0)
            {
                _all.SetResult();
            }
        }
    }
}
