using System.Diagnostics;

namespace FlowFunctions.Bench.Engine;

/// <summary>What this process has used up.</summary>
/// <param name="Cpu">Processor time of all threads.</param>
/// <param name="Allocated">Bytes allocated on the managed heap.</param>
internal readonly record struct Usage(TimeSpan Cpu, long Allocated)
{
    public static Usage Now() => new(Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes());

    public static Usage operator -(Usage left, Usage right) =>
        new(left.Cpu - right.Cpu, left.Allocated - right.Allocated);

    public static double ResidentMegabytes() => Process.GetCurrentProcess().WorkingSet64 / 1048576.0;
}
