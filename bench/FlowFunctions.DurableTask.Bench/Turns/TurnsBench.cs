using System.Globalization;
using FlowFunctions.DurableTask.Bench.Worlds;
using FlowFunctions.Engine.DurableTask;
using FlowFunctions.Engine.DurableTask.Hub;
using FlowFunctions.Engine.DurableTask.Protocol;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.DurableTask.Bench.Turns;

/// <summary>Shows what of a turn's cost grows with the history and what does not.</summary>
internal static class TurnsBench
{
    private const int EventsOfStep = 4;
    private const int FewestSamples = 60;

    /// <summary>The last turns of a run are measured, but not those that end it.</summary>
    private static readonly Range Measured = ^23..^3;
    private static readonly int[] Lengths = [100, 1_000, 5_000];

    public static async Task RunAsync(int rounds)
    {
        await ReportAsync("chain", SampleFlows.Chain, rounds);
        await ReportAsync("fan-out", SampleFlows.FanOut, rounds);
    }

    private static async Task ReportAsync(string shape, Func<int, Plan> flow, int rounds)
    {
        // The runtime compiles the hot code for good.
        Measure(await RecordedRun.OfAsync(flow(Lengths[1] / EventsOfStep)), rounds);
        foreach (var length in Lengths)
        {
            var run = await RecordedRun.OfAsync(flow(length / EventsOfStep));
            foreach (var (name, sample) in Measure(run, rounds))
            {
                Console.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{shape, -8} {length, 5} events  {name, -28} {sample.Microseconds, 9:F1} µs {sample.Bytes, 11:N0} B"
                    )
                );
            }
        }
    }

    private static IEnumerable<(string Name, Sample Median)> Measure(RecordedRun run, int rounds)
    {
        var last = run.Whole[Measured.End.GetOffset(run.Whole.Count) - 1];
        yield return ("protobuf parser alone", Repeat(rounds, () => OrchestratorRequest.Parser.ParseFrom(last)));
        var engine = NewEngine(run.Plan);
        yield return ("empty turn", Repeat(rounds, () => Turn(engine, run.Session[^3])));
        yield return ("folded from the start", Repeat(rounds, () => Turn(engine, last)));
        yield return ("from the cache", Replay(rounds, run.Plan, run.Whole));
        yield return ("in an extended session", Replay(rounds, run.Plan, run.Session));
    }

    /// <summary>A request that came before does not follow on what is in the cache, so its history is folded anew.</summary>
    private static Sample Repeat(int rounds, Action call) =>
        Sample.Median([.. Enumerable.Range(0, Math.Max(rounds, FewestSamples)).Select(_ => Sample.Of(call))]);

    private static Sample Replay(int rounds, Plan plan, IReadOnlyList<byte[]> requests)
    {
        var samples = new List<Sample>();
        for (var round = 0; round < rounds; round++)
        {
            var engine = NewEngine(plan);
            var all = requests.Select(request => Sample.Of(() => Turn(engine, request))).ToArray();
            samples.AddRange(all[Measured]);
        }

        return Sample.Median(samples);
    }

    private static DurableEngine NewEngine(Plan plan) =>
        Engines.For(
            plan,
            new HubClient(new TaskHub(new TaskHubOptions(), new MeteredWorker(), TimeProvider.System, shuffled: false))
        );

    private static void Turn(DurableEngine engine, byte[] request)
    {
        var turn = engine.TurnAsync(request, CancellationToken.None);
        if (!turn.IsCompletedSuccessfully)
        {
            throw new InvalidOperationException("A turn waited for something.");
        }
    }
}
