using System.Globalization;
using FlowFunctions.Engine.Embedded.Inspection;

namespace FlowFunctions.Cli.Journal;

/// <summary>A journal as two tables.</summary>
internal static class JournalText
{
    public static void Write(TextWriter output, JournalInspection journal, JournalFlows flows)
    {
        output.WriteLine($"{"file", -18} {"bytes", 12} {"records", 9} {"garbage", 8}  {"first event", -20} last event");
        foreach (var segment in journal.Segments)
        {
            var name = Path.GetFileName(segment.File);
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name, -18} {segment.Bytes, 12} {segment.Records, 9} {segment.GarbageShare * 100, 6:F0} %  {Time(segment.FirstAt), -20} {Time(segment.LastAt)}"
                )
            );
        }

        output.WriteLine();
        output.WriteLine($"{journal.UnreleasedRuns} finished runs not released");
        output.WriteLine($"{journal.OpenRuns.Count} open runs");
        foreach (var run in journal.OpenRuns)
        {
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{run.RunId}  {run.Status}  {FlowOf(run, flows)}plan {run.PlanHash[..Math.Min(12, run.PlanHash.Length)]}  {run.Events} events  {run.Bytes} bytes  since {Time(run.Since)}"
                )
            );
        }
    }

    private static string FlowOf(OpenRunInfo run, JournalFlows flows) =>
        flows.Of(run) is { } flow ? $"flow {flow}  " : "";

    private static string Time(DateTimeOffset? at) =>
        at?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ssZ", CultureInfo.InvariantCulture) ?? "-";
}
