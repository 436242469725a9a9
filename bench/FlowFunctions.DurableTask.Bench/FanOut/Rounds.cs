using System.Globalization;

namespace FlowFunctions.DurableTask.Bench.FanOut;

/// <summary>The times of runs one after the other: the first, while the runtime still compiles, and those after it.</summary>
internal static class Rounds
{
    public static void Report(string name, IReadOnlyList<TimeSpan> times)
    {
        var later = times.Skip(1).DefaultIfEmpty(times[0]).Order().ToArray();
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{name, -28} first {times[0].TotalMilliseconds, 7:F1} ms, then {later.Length}: least {later[0].TotalMilliseconds, 7:F1} ms, median {later[later.Length / 2].TotalMilliseconds, 7:F1} ms, most {later[^1].TotalMilliseconds, 7:F1} ms"
            )
        );
    }
}
