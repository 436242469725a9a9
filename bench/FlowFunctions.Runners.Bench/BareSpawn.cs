using System.Diagnostics;

namespace FlowFunctions.Runners.Bench;

/// <summary>A runtime started with nothing around it: what a call is compared with.</summary>
internal static class BareSpawn
{
    public static async Task<IReadOnlyCollection<TimeSpan>> MeasureAsync(
        int times,
        string program,
        params string[] arguments
    )
    {
        var taken = new List<TimeSpan>();
        for (var i = 0; i < times; i++)
        {
            var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true };
            start.Environment.Clear();
            var began = Stopwatch.GetTimestamp();
            using var process = Process.Start(start)!;
            await process.WaitForExitAsync();
            taken.Add(Stopwatch.GetElapsedTime(began));
        }

        return taken;
    }
}
