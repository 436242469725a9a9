using System.Collections.Immutable;
using System.Text.Json;
using FlowFunctions.Flows.Documents;

namespace FlowFunctions.Flows.Plans;

/// <summary>Writes a plan with its steps and edges in canonical order; what is at its default is left out.</summary>
internal static class PlanWriter
{
    public static void Write(Plan plan, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        WriteFiles(plan, json);
        json.WriteString("flow", plan.FlowId);
        json.WriteNumber("language", plan.Language);
        if (plan.InputSchema.ValueKind != JsonValueKind.Undefined)
        {
            json.WritePropertyName("input");
            plan.InputSchema.WriteTo(json);
        }

        Write(plan.Settings, json);
        json.WritePropertyName("root");
        Write(plan.Root, json);
        json.WriteEndObject();
    }

    private static void WriteFiles(Plan plan, Utf8JsonWriter json)
    {
        if (plan.Files.IsEmpty)
        {
            return;
        }

        json.WriteStartObject("files");
        foreach (var (path, hash) in plan.Files)
        {
            json.WriteString(path, hash);
        }

        json.WriteEndObject();
    }

    private static void Write(PlanScope scope, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartArray("steps");
        foreach (var step in scope.Steps.OrderBy(static step => step.Id, StringComparer.Ordinal))
        {
            Write(step, json);
        }

        json.WriteEndArray();
        WriteEdges(scope, json);
        json.WritePropertyName("output");
        scope.Output.With.Source.WriteTo(json);
        json.WriteEndObject();
    }

    private static void Write(PlanStep step, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id", step.Id);
        json.WriteString("type", step.Type);
        json.WritePropertyName("with");
        step.With.Source.WriteTo(json);
        WriteChoice(json, "join", step.Join);
        WriteDuration(json, "timeout", step.Timeout);
        WriteTexts(json, "reads", step.Predecessors);
        if (step.IsPure)
        {
            json.WriteBoolean("pure", true);
        }

        if (step.Retry.MaxAttempts > 1)
        {
            Write(step.Retry, json);
        }

        if (step.Body is { } body)
        {
            json.WritePropertyName("body");
            Write(body, json);
        }

        json.WriteEndObject();
    }

    private static void Write(RetryPolicy retry, Utf8JsonWriter json)
    {
        json.WriteStartObject("retry");
        json.WriteNumber("maxAttempts", retry.MaxAttempts);
        json.WriteString("backoff", JsonNames<Backoff>.Of(retry.Backoff));
        WriteDuration(json, "delay", retry.Delay);
        WriteDuration(json, "maxDelay", retry.MaxDelay);
        WriteTexts(json, "retryOn", retry.RetryOn);
        WriteTexts(json, "neverOn", retry.NeverOn);
        json.WriteEndObject();
    }

    private static void WriteEdges(PlanScope scope, Utf8JsonWriter json)
    {
        var edges = scope
            .Steps.SelectMany(static step => step.Outgoing)
            .Select(edge => (From: scope.Steps[edge.From].Id, To: scope.Steps[edge.To].Id, Edge: edge))
            .OrderBy(static edge => edge.From, StringComparer.Ordinal)
            .ThenBy(static edge => edge.To, StringComparer.Ordinal)
            .ThenBy(static edge => edge.Edge.On)
            .ThenBy(static edge => edge.Edge.Port, StringComparer.Ordinal);
        json.WriteStartArray("edges");
        foreach (var (from, to, edge) in edges)
        {
            json.WriteStartObject();
            json.WriteString("from", from);
            json.WriteString("to", to);
            WriteChoice(json, "on", edge.On);
            if (edge.Port is not null)
            {
                json.WriteString("port", edge.Port);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(PlanSettings settings, Utf8JsonWriter json)
    {
        json.WriteStartObject("settings");
        WriteDuration(json, "timeout", settings.Timeout);
        WriteChoice(json, "onFailure", settings.OnFailure);
        WriteDuration(json, "retainSucceeded", settings.RetainSucceeded);
        WriteDuration(json, "retainFailed", settings.RetainFailed);
        if (settings.Concurrency is { } concurrency)
        {
            json.WriteStartObject("concurrency");
            json.WriteNumber("limit", concurrency.Limit);
            WriteChoice(json, "whenFull", concurrency.WhenFull);
            if (concurrency.Key is { } key)
            {
                json.WritePropertyName("key");
                key.Source.WriteTo(json);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteChoice<T>(Utf8JsonWriter json, string name, T value)
        where T : struct, Enum
    {
        if (!value.Equals(default(T)))
        {
            json.WriteString(name, JsonNames<T>.Of(value));
        }
    }

    private static void WriteDuration(Utf8JsonWriter json, string name, TimeSpan? value)
    {
        if (value is { } duration)
        {
            json.WriteString(name, Duration.Format(duration));
        }
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, ImmutableArray<string> texts)
    {
        if (texts.IsEmpty)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }
}
