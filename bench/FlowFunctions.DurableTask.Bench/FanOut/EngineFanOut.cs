using System.Globalization;
using FlowFunctions.DurableTask.Bench.Worlds;

namespace FlowFunctions.DurableTask.Bench.FanOut;

/// <summary>What a fan-out takes of the engine: turns and activities, with nothing of the backend and of HTTP.</summary>
internal static class EngineFanOut
{
    /// <summary>As many results are one turn at most, as the Azure Storage provider has it.</summary>
    private const int Results = 32;

    public static async Task RunAsync(int steps, int rounds)
    {
        // There is one call at a time, so the processor time of the process is that of the call, whatever else this machine does.
        var worker = new MeteredWorker { Clock = static () => Environment.CpuUsage.TotalTime };
        var hub = new SerialHub(SampleFlows.FanOut(steps), worker, Results);
        var times = new List<(TimeSpan Turns, TimeSpan Activities)>();
        for (var round = 0; round <= rounds; round++)
        {
            worker.Turns.Reset();
            worker.Activities.Reset();
            await hub.RunAsync();
            times.Add((worker.Turns.Total, worker.Activities.Total));
        }

        Rounds.Report(Of(worker.Turns.Calls, "turns"), [.. times.Select(static time => time.Turns)]);
        Rounds.Report(Of(worker.Activities.Calls, "activities"), [.. times.Select(static time => time.Activities)]);
        Rounds.Report("in all", [.. times.Select(static time => time.Turns + time.Activities)]);
    }

    private static string Of(int calls, string name) => string.Create(CultureInfo.InvariantCulture, $"{calls} {name}");
}
