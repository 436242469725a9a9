using System.Text.Json;
using FlowFunctions.Engine.Records;

namespace FlowFunctions.App.Runs.Read;

/// <summary>Steps of a run as JSON.</summary>
internal static class StepJson
{
    /// <summary>Writes a step as an object.</summary>
    public static void Write(Utf8JsonWriter json, StepRecord step, string runId)
    {
        json.WriteStartObject();
        json.WriteString("path", step.Path);
        json.WriteString("id", step.StepId);
        json.WriteString("type", step.Type);
        json.WriteString("status", step.Status.ToString());
        json.WriteNumber("attempt", step.Attempt);
        RunJson.WriteTimes(json, step.StartedAt, step.EndedAt);
        RunJson.WriteText(json, "port", step.Port);
        if (step.Output is { } output)
        {
            RunJson.WritePayload(json, "output", output, runId);
        }

        if (step.Error is { } error)
        {
            RunResultJson.Write(json, "error", error);
        }

        if (step.Reused)
        {
            json.WriteBoolean("reused", true);
        }

        if (step.Pinned)
        {
            json.WriteBoolean("pinned", true);
        }

        WriteWait(json, step, runId);
        WriteAttempts(json, step);
        WriteChildren(json, step);
        WriteIterations(json, step);
        json.WriteEndObject();
    }

    private static void WriteWait(Utf8JsonWriter json, StepRecord step, string runId)
    {
        if (step.Wait is not { } wait)
        {
            return;
        }

        json.WriteStartObject("waiting");
        RunJson.WriteTime(json, "until", wait.Until);
        RunJson.WriteText(json, "signal", wait.Signal);
        if (wait.Details is { } details)
        {
            RunJson.WritePayload(json, "details", details, runId);
        }

        json.WriteEndObject();
    }

    private static void WriteAttempts(Utf8JsonWriter json, StepRecord step)
    {
        if (step.Attempts.Count == 0)
        {
            return;
        }

        json.WriteStartArray("attempts");
        foreach (var attempt in step.Attempts)
        {
            json.WriteStartObject();
            json.WriteNumber("number", attempt.Number);
            RunJson.WriteTimes(json, attempt.StartedAt, attempt.EndedAt);
            if (attempt.Error is { } error)
            {
                RunResultJson.Write(json, "error", error);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteChildren(Utf8JsonWriter json, StepRecord step)
    {
        if (step.ChildRunIds.Count == 0)
        {
            return;
        }

        json.WriteStartArray("childRunIds");
        foreach (var id in step.ChildRunIds)
        {
            json.WriteStringValue(id);
        }

        json.WriteEndArray();
    }

    private static void WriteIterations(Utf8JsonWriter json, StepRecord step)
    {
        if (step.Finished is not { } finished)
        {
            return;
        }

        json.WriteStartObject("iterations");
        if (step.Total is { } total)
        {
            json.WriteNumber("total", total);
        }

        json.WriteNumber("finished", finished);
        json.WriteEndObject();
    }
}
