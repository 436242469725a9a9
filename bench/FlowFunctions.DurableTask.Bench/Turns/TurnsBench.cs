using System.Diagnostics;
using System.Globalization;
using FlowFunctions.DurableTask.Bench.Worlds;
using FlowFunctions.Engine.DurableTask.Protocol;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.DurableTask.Bench.Turns;

/// <summary>Shows what of a turn's cost grows with the history and what does not.</summary>
internal static class TurnsBench
{
    private const int EventsOfStep = 4;
    private const int Repetitions = 60;

    /// <summary>The last turns of a run are measured, but not those that end it.</summary>
    private static readonly Range Measured = ^23..^3;
    private static readonly int[] Lengths = [100, 1_000, 5_000];

    /// <summary>Long enough for the runtime to compile the hot code for good.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(8);

    public static async Task RunAsync(int rounds)
    {
        await ReportAsync("chain", SampleFlows.Chain, rounds);
        await ReportAsync("fan-out", SampleFlows.FanOut, rounds);
    }

    private static async Task ReportAsync(string shape, Func<int, Plan> flow, int rounds)
    {
        var small = await RecordedRun.OfAsync(flow(Lengths[0] / EventsOfStep));
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < WarmUp; )
        {
            Measure(small, rounds);
        }

        foreach (var length in Lengths)
        {
            var run = await RecordedRun.OfAsync(flow(length / EventsOfStep));
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{shape}, {length} events, a call of {run.Whole[^3].Body.Length / 1024} KB, in a session {run.Session[^3].Body.Length} B"
                )
            );
            foreach (var (name, (median, least)) in Measure(run, rounds))
            {
                Console.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"  {name, -24} median {median.Microseconds, 7:F1} µs, least {least, 7:F1} µs, {median.Bytes, 11:N0} B"
                    )
                );
            }
        }
    }

    private static (string Name, (Sample Median, double Least) Figures)[] Measure(RecordedRun run, int rounds)
    {
        var handler = new Handler(run.Plan);
        var last = run.Whole[Measured.End.GetOffset(run.Whole.Count) - 1];
        var bytes = last.Protobuf;
        return
        [
            ("protobuf parser alone", Repeat(() => OrchestratorRequest.Parser.ParseFrom(bytes))),
            ("turn that does nothing", Repeat(() => handler.Turn(run.Session[^3]))),
            // What came before does not follow on what is in the cache, so its history is folded anew.
            ("folded from the start", Repeat(() => handler.Turn(last))),
            ("from the cache", Replay(rounds, run.Plan, run.Whole)),
            ("in an extended session", Replay(rounds, run.Plan, run.Session)),
        ];
    }

    private static (Sample Median, double Least) Repeat(Action call) =>
        Sample.Summary([.. Enumerable.Range(0, Repetitions).Select(_ => Sample.Of(call))]);

    private static (Sample Median, double Least) Replay(int rounds, Plan plan, IReadOnlyList<TurnCall> calls)
    {
        var samples = new List<Sample>();
        for (var round = 0; round < rounds; round++)
        {
            var handler = new Handler(plan);
            var all = calls.Select(call => Sample.Of(() => handler.Turn(call))).ToArray();
            samples.AddRange(all[Measured]);
        }

        return Sample.Summary(samples);
    }
}
