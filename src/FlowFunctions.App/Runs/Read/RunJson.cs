using System.Globalization;
using System.Text.Json;
using FlowFunctions.App.Requests;
using FlowFunctions.Engine.Explanations;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Records;
using FlowFunctions.Storage.Runs;

namespace FlowFunctions.App.Runs.Read;

/// <summary>Runs as JSON; the same for runs that go on and for those that have ended.</summary>
internal static class RunJson
{
    /// <summary>Steps in the answer for a run; the others are found page by page.</summary>
    public const int MaxSteps = 200;

    /// <summary>Writes what lists show, as an object; with the run's output, if one is given.</summary>
    public static void WriteSummary(Utf8JsonWriter json, RunHeader run, Payload? output = null)
    {
        json.WriteStartObject();
        WriteHeader(json, run);
        if (output is not null)
        {
            WritePayload(json, "output", output, run.RunId);
        }

        json.WriteEndObject();
    }

    /// <summary>Writes the whole run as an object.</summary>
    public static void Write(Utf8JsonWriter json, RunHeader run, RunView view, IReadOnlyList<WaitReason> reasons)
    {
        json.WriteStartObject();
        WriteHeader(json, run);
        json.WriteString("planHash", run.PlanHash);
        if (view.State.Start is { } start)
        {
            WritePayload(json, "input", start.Input, run.RunId);
            WritePayload(json, "triggerData", start.Trigger, run.RunId);
        }

        if (view.State.Result?.Output is { } output)
        {
            WritePayload(json, "output", output, run.RunId);
        }

        WriteReasons(json, reasons);
        json.WriteStartArray("steps");
        foreach (var step in view.Steps.Take(MaxSteps))
        {
            StepJson.Write(json, step, run.RunId);
        }

        json.WriteEndArray();
        json.WriteNumber("stepCount", view.Steps.Count);
        if (view.Steps.Count > MaxSteps)
        {
            json.WriteString("stepsContinuation", MaxSteps.ToString(CultureInfo.InvariantCulture));
        }

        json.WriteEndObject();
    }

    /// <summary>Writes a value; of a large one where it is found.</summary>
    public static void WritePayload(Utf8JsonWriter json, string name, Payload payload, string runId)
    {
        json.WritePropertyName(name);
        RunResultJson.Write(json, payload, runId);
    }

    /// <summary>Writes <c>startedAt</c>, <c>endedAt</c> and <c>durationMs</c>, as far as they are known.</summary>
    public static void WriteTimes(Utf8JsonWriter json, DateTimeOffset? startedAt, DateTimeOffset? endedAt)
    {
        WriteTime(json, "startedAt", startedAt);
        WriteTime(json, "endedAt", endedAt);
        if (endedAt - startedAt is { } duration)
        {
            json.WriteNumber("durationMs", Math.Round(duration.TotalMilliseconds, 3));
        }
    }

    /// <summary>Writes a time with milliseconds in UTC, if there is one.</summary>
    public static void WriteTime(Utf8JsonWriter json, string name, DateTimeOffset? time)
    {
        if (time is { } at)
        {
            json.WriteString(name, UtcTimeConverter.Format(at));
        }
    }

    /// <summary>Writes a text, if there is one.</summary>
    public static void WriteText(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null)
        {
            json.WriteString(name, text);
        }
    }

    private static void WriteHeader(Utf8JsonWriter json, RunHeader run)
    {
        json.WriteString("id", run.RunId);
        json.WriteString("flowId", run.FlowId);
        if (run.FlowVersion is { } version)
        {
            json.WriteNumber("version", version);
        }

        json.WriteString("status", run.Status.ToString());
        WriteTime(json, "queuedAt", run.QueuedAt);
        WriteTimes(json, run.StartedAt, run.EndedAt);
        WriteText(json, "trigger", run.TriggerKind);
        WriteText(json, "triggerId", run.TriggerId);
        if (run.Error is { } error)
        {
            json.WriteStartObject("error");
            json.WriteString("code", error.Code);
            json.WriteString("message", error.Message);
            WriteText(json, "step", error.Step);
            json.WriteEndObject();
        }

        WriteText(json, "parentRunId", run.ParentRunId);
        WriteText(json, "rerunOf", run.RerunOf);
    }

    /// <summary>Writes <c>waitingFor</c>: what a run waits for.</summary>
    public static void WriteReasons(Utf8JsonWriter json, IReadOnlyList<WaitReason> reasons)
    {
        json.WriteStartArray("waitingFor");
        foreach (var reason in reasons)
        {
            json.WriteStartObject();
            json.WriteString("kind", reason.Kind.ToString());
            WriteText(json, "step", reason.Path.Length == 0 ? null : reason.Path);
            json.WriteString("message", reason.Message);
            WriteTime(json, "since", reason.Since);
            WriteTime(json, "until", reason.Until);
            WriteText(json, "target", reason.Target);
            if (reason.Place is { } place)
            {
                json.WriteNumber("place", place);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
