using System.Globalization;

namespace FlowFunctions.Runners.Bench;

/// <summary>Writes what was measured.</summary>
internal static class Figures
{
    public static void Write(string name, IReadOnlyCollection<TimeSpan> times)
    {
        var sorted = times.Select(time => time.TotalMilliseconds).Order().ToList();
        Write(
            name,
            string.Create(
                CultureInfo.InvariantCulture,
                $"p50 {At(sorted, 0.5), 7:0.00} ms   p95 {At(sorted, 0.95), 7:0.00} ms   ({sorted.Count} times)"
            )
        );
    }

    public static void Write(string name, string figure) => Console.WriteLine($"{name, -34} {figure}");

    private static double At(List<double> sorted, double share) => sorted[(int)((sorted.Count - 1) * share)];
}
