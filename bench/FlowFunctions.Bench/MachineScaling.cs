using System.Diagnostics;
using System.Globalization;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Bench;

/// <summary>Shows that the machine's time grows with the size of a flow and not with its square.</summary>
internal static class MachineScaling
{
    private const int Small = 1_000;
    private const int Large = 10_000;
    private const int Rounds = 40;

    /// <summary>Long enough for the runtime to compile the hot code for good.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);

    public static int Run()
    {
        Report("fan-out", size => Shapes.FanOut(size, pure: false));
        Report("chain", size => Shapes.Chain(size, pure: false));
        return 0;
    }

    private static void Report(string name, Func<int, Plan> shape)
    {
        var small = Best(shape(Small));
        var large = Best(shape(Large));
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{name, -8} {Small} steps: {small.TotalMilliseconds:F2} ms, {Large} steps: {large.TotalMilliseconds:F2} ms, ratio {large / small:F1} ({large.TotalMicroseconds / Large:F2} µs a step)"
            )
        );
    }

    /// <summary>The least disturbed of many rounds: the machine that measures has other work too.</summary>
    private static TimeSpan Best(Plan plan)
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < WarmUp; )
        {
            Fold(plan);
        }

        var best = TimeSpan.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            GC.Collect();
            var time = Fold(plan);
            best = time < best ? time : best;
        }

        return best;
    }

    private static TimeSpan Fold(Plan plan)
    {
        var clock = Stopwatch.StartNew();
        var state = new RunState(plan);
        var buffer = new CommandBuffer();
        var open = new Queue<int>();
        var done = new StepOutcome.Succeeded(Payload.Null);
        Apply(new RunStarted(default, new RunStart { RunId = "bench", PlanHash = plan.Hash }));
        while (open.TryDequeue(out var command))
        {
            Apply(new StepCompleted(default, command, done));
        }

        return state.Result?.Status == RunStatus.Succeeded
            ? clock.Elapsed
            : throw new InvalidOperationException("The run did not succeed.");

        void Apply(RunEvent runEvent)
        {
            buffer.Clear();
            RunMachine.Apply(state, runEvent, buffer);
            foreach (var command in buffer.Commands)
            {
                if (command is ExecuteStep execute)
                {
                    open.Enqueue(execute.Id);
                }
            }
        }
    }
}
