using System.Text.Json;
using FlowFunctions.Engine.Embedded.Inspection;

namespace FlowFunctions.Cli.Journal;

/// <summary>A journal as JSON.</summary>
internal static class JournalJson
{
    public static void Write(Utf8JsonWriter json, JournalInspection journal, JournalFlows flows)
    {
        json.WriteStartObject();
        json.WriteStartArray("segments");
        foreach (var segment in journal.Segments)
        {
            Write(json, segment);
        }

        json.WriteEndArray();
        json.WriteStartArray("openRuns");
        foreach (var run in journal.OpenRuns)
        {
            Write(json, run, flows.Of(run));
        }

        json.WriteEndArray();
        json.WriteNumber("unreleasedRuns", journal.UnreleasedRuns);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, SegmentInfo segment)
    {
        json.WriteStartObject();
        json.WriteString("file", segment.File);
        json.WriteNumber("bytes", segment.Bytes);
        json.WriteNumber("records", segment.Records);
        json.WriteNumber("liveBytes", segment.LiveBytes);
        if (segment is { FirstAt: { } first, LastAt: { } last })
        {
            json.WriteString("firstAt", first);
            json.WriteString("lastAt", last);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, OpenRunInfo run, string? flow)
    {
        json.WriteStartObject();
        json.WriteString("runId", run.RunId);
        if (flow is not null)
        {
            json.WriteString("flow", flow);
        }

        json.WriteString("plan", run.PlanHash);
        json.WriteString("status", run.Status.ToString());
        json.WriteNumber("events", run.Events);
        json.WriteNumber("bytes", run.Bytes);
        json.WriteString("since", run.Since);
        json.WriteEndObject();
    }
}
