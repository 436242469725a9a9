using System.Text.Json;
using FlowFunctions.Cli.Run.Display;
using FlowFunctions.Cli.Run.Progress;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Steps;

namespace FlowFunctions.Cli.Run;

/// <summary>A finished run as <c>--json</c> prints it.</summary>
internal static class RunJson
{
    public static void Write(Utf8JsonWriter json, FinishedRun run)
    {
        json.WriteStartObject();
        json.WriteString("runId", run.Id);
        json.WriteString("status", run.Result.Status.ToString());
        json.WritePropertyName("output");
        WritePayload(json, run.Result.Output);
        WriteError(json, run.Result.Error);
        json.WriteStartArray("steps");
        foreach (var step in run.Steps)
        {
            Write(json, step);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static void WritePayload(Utf8JsonWriter json, Payload? payload) =>
        (payload ?? Payload.Null).Element.WriteTo(json);

    private static void Write(Utf8JsonWriter json, StepProgress step)
    {
        json.WriteStartObject();
        json.WriteString("id", step.Path);
        json.WriteString("status", step.Status.ToString());
        json.WriteNumber("attempt", step.Attempt);
        json.WriteString("startedAt", Format(step.StartedAt));
        json.WriteString("endedAt", Format(step.EndedAt));
        WriteError(json, step.Error);
        json.WriteEndObject();
    }

    private static void WriteError(Utf8JsonWriter json, StepError? error)
    {
        if (error is null)
        {
            return;
        }

        json.WriteStartObject("error");
        json.WriteString("code", error.Code);
        json.WriteString("message", error.Message);
        if (error.Step is { } step)
        {
            json.WriteString("step", step);
        }

        if (error.Attempt is { } attempt)
        {
            json.WriteNumber("attempt", attempt);
        }

        if (error.Details is { Reference: null } details)
        {
            json.WritePropertyName("details");
            details.Element.WriteTo(json);
        }

        json.WriteEndObject();
    }

    private static string? Format(DateTimeOffset? time) => time is { } at ? TimeText.Iso(at) : null;
}
