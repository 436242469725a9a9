using System.Text.Json;
using FlowFunctions.App.Runs.Start;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;

namespace FlowFunctions.App.Runs;

/// <summary>How a run or a step ended, as JSON.</summary>
internal static class RunResultJson
{
    /// <summary>Writes <c>status</c>, <c>output</c> and <c>error</c> as members of the object that is being written.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="result">How it ended.</param>
    /// <param name="runId">The run, if a large output is to have an address.</param>
    public static void Write(Utf8JsonWriter json, RunResult result, string? runId = null)
    {
        json.WriteString("status", result.Status.ToString());
        if (result.Output is { } output)
        {
            json.WritePropertyName("output");
            Write(json, output, runId);
        }

        if (result.Error is { } error)
        {
            Write(json, "error", error);
        }
    }

    /// <summary>Writes a value; of a large one its length and where it is found.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="payload">The value.</param>
    /// <param name="runId">The run that it belongs to, or null when it has no address.</param>
    public static void Write(Utf8JsonWriter json, Payload payload, string? runId)
    {
        if (payload.Reference is not { } reference)
        {
            json.WriteRawValue(payload.Span, skipInputValidation: true);
            return;
        }

        json.WriteStartObject();
        json.WriteStartObject("$payload");
        json.WriteString("hash", reference.Hash);
        json.WriteNumber("length", reference.Length);
        if (runId is not null)
        {
            json.WriteString("href", $"{RunLinks.PathOf(runId)}/payloads/{reference.Hash}");
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Writes why something did not succeed.</summary>
    public static void Write(Utf8JsonWriter json, string name, StepError error)
    {
        json.WriteStartObject(name);
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

        if (error.Details is { } details)
        {
            json.WritePropertyName("details");
            Write(json, details, runId: null);
        }

        json.WriteEndObject();
    }
}
