using System.Diagnostics;

namespace FlowFunctions.DurableTask.Bench.Turns;

/// <summary>What a call took.</summary>
/// <param name="Microseconds">Its time.</param>
/// <param name="Bytes">What it allocated.</param>
internal readonly record struct Sample(double Microseconds, double Bytes)
{
    /// <summary>Measures a call that does not leave this thread.</summary>
    public static Sample Of(Action call)
    {
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var begun = Stopwatch.GetTimestamp();
        call();
        var time = Stopwatch.GetElapsedTime(begun);
        return new Sample(time.TotalMicroseconds, GC.GetAllocatedBytesForCurrentThread() - allocated);
    }

    /// <summary>The median of each, and the least time, which other work on this machine disturbs least.</summary>
    public static (Sample Median, double Least) Summary(IReadOnlyCollection<Sample> samples) =>
        (
            new(
                Median(samples.Select(static sample => sample.Microseconds)),
                Median(samples.Select(static sample => sample.Bytes))
            ),
            samples.Min(static sample => sample.Microseconds)
        );

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
