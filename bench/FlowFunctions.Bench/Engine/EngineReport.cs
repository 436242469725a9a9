using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FlowFunctions.Bench.Engine;

/// <summary>What was measured. Times of <c>burst1000</c> are those of a whole burst.</summary>
internal sealed record EngineReport(
    string Workload,
    double ExecutionsPerSecond,
    double P50Ms,
    double P95Ms,
    double P99Ms,
    double CpuMsPerExecution,
    double AllocatedBytesPerStep,
    double RssMb
)
{
    public static EngineReport Of(EngineWorkload workload, List<TimeSpan> latencies, TimeSpan elapsed, Usage usage)
    {
        latencies.Sort();
        var executions = (double)latencies.Count * workload.Burst;
        return new EngineReport(
            workload.Name,
            Round(executions / elapsed.TotalSeconds),
            At(latencies, 0.50),
            At(latencies, 0.95),
            At(latencies, 0.99),
            Round(usage.Cpu.TotalMilliseconds / executions),
            Math.Round(usage.Allocated / (executions * workload.Steps)),
            Round(Usage.ResidentMegabytes())
        );
    }

    public string ToJson() => JsonSerializer.Serialize(this, EngineReportJson.Default.EngineReport);

    public string ToText() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Workload}: {ExecutionsPerSecond} executions/s, p50 {P50Ms} ms, p95 {P95Ms} ms, p99 {P99Ms} ms, CPU {CpuMsPerExecution} ms/execution, {AllocatedBytesPerStep} B/step, RSS {RssMb} MB"
        );

    private static double At(List<TimeSpan> sorted, double share) =>
        Round(sorted[(int)Math.Min(sorted.Count - 1, sorted.Count * share)].TotalMilliseconds);

    private static double Round(double value) => Math.Round(value, 3);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(EngineReport))]
internal sealed partial class EngineReportJson : JsonSerializerContext;
