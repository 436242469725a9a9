using System.Globalization;
using FlowFunctions.DurableTask.Bench.Worlds;

namespace FlowFunctions.DurableTask.Bench.Runs;

/// <summary>What runs took.</summary>
/// <param name="Callers">Callers at once.</param>
/// <param name="Steps">Steps of a run.</param>
/// <param name="Latencies">The time of each run, in order of size.</param>
/// <param name="Elapsed">The time of all.</param>
/// <param name="Used">Processor time, the hub's included.</param>
internal sealed record RunsReport(int Callers, int Steps, List<TimeSpan> Latencies, TimeSpan Elapsed, TimeSpan Used)
{
    public void Print(Meter turns, Meter activities)
    {
        var runs = Latencies.Count;
        Print($"{Callers} callers: {runs / Elapsed.TotalSeconds:N0} runs/s, p50 {At(50):F2} ms, p95 {At(95):F2} ms");
        Print($"  {(Used / runs).TotalMicroseconds:F0} µs of processor time a run, the hub included");
        Print($"  {(double)turns.Calls / runs:F1} turns a run, each {turns.Mean.TotalMicroseconds:F1} µs");
        Print($"  {(double)activities.Calls / runs:F1} activities, each {activities.Mean.TotalMicroseconds:F1} µs");
        Print($"  a step {((turns.Total + activities.Total) / (runs * Steps)).TotalMicroseconds:F1} µs");
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private double At(int percent) => Latencies[(Latencies.Count - 1) * percent / 100].TotalMilliseconds;
}
