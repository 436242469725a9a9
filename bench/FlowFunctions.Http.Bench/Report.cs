using System.Diagnostics;
using System.Globalization;

namespace FlowFunctions.Http.Bench;

/// <summary>What was measured.</summary>
internal sealed record Figures(
    string Workload,
    double PerSecond,
    (double P50, double P95, double P99) Milliseconds,
    int Errors,
    int Ended,
    int Stored,
    TimeSpan CatchUp,
    double AppCores,
    double EmulatorCores,
    double MemoryMb,
    double PeakMb
);

/// <summary>Prints figures.</summary>
internal static class Report
{
    public static void Print(Figures figures) =>
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                {figures.Workload}
                  {figures.PerSecond:N0} runs/s, p50 {figures.Milliseconds.P50:N2} ms, p95 {figures.Milliseconds.P95:N2} ms, p99 {figures.Milliseconds.P99:N2} ms, {figures.Errors} errors
                  {figures.Ended:N0} runs ended, {figures.Stored:N0} records stored, {figures.CatchUp.TotalSeconds:N1} s after the load
                  app {figures.AppCores:N2} cores, emulator {figures.EmulatorCores:N2} cores, app RSS {figures.MemoryMb:N0} MB (peak {figures.PeakMb:N0} MB)
                """
            )
        );

    /// <summary>The percentiles of all calls.</summary>
    public static (double P50, double P95, double P99) Percentiles(IEnumerable<Caller> callers)
    {
        var times = callers.SelectMany(static caller => caller.Times).Order().ToArray();
        return (At(0.50), At(0.95), At(0.99));

        double At(double share) => times[(int)(share * (times.Length - 1))] * 1000.0 / Stopwatch.Frequency;
    }
}
