using System.Globalization;
using FlowFunctions.DurableTask.Bench.Worlds;

namespace FlowFunctions.DurableTask.Bench.FanOut;

/// <summary>What a fan-out takes on our side: turns and activities, with nothing of the backend and of HTTP.</summary>
internal static class EngineFanOut
{
    /// <summary>As many results are one turn at most, as the Azure Storage provider has it.</summary>
    private const int Results = 32;

    public static async Task RunAsync(int steps, int rounds)
    {
        var worker = new MeteredWorker();
        var hub = new SerialHub(SampleFlows.FanOut(steps), worker, Results);
        for (var round = 0; round <= rounds; round++)
        {
            worker.Turns.Reset();
            worker.Activities.Reset();
            await hub.RunAsync();
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"run {round}: {worker.Turns.Calls} turns {worker.Turns.Total.TotalMilliseconds:F1} ms, {worker.Activities.Calls} activities {worker.Activities.Total.TotalMilliseconds:F1} ms, in all {(worker.Turns.Total + worker.Activities.Total).TotalMilliseconds:F1} ms"
                )
            );
        }
    }
}
