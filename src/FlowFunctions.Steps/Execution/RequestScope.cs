using System.Text.Json;
using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Expressions;
using FlowFunctions.Flows.Plans;
using FlowFunctions.Steps.Secrets;

namespace FlowFunctions.Steps.Execution;

/// <summary>What the names of a step's expressions mean.</summary>
internal static class RequestScope
{
    private const string RunName = "run";
    private const string SecretsName = "secrets";

    /// <summary>The scope of a request. Only what is referred to is looked at, parsed or built.</summary>
    public static ExpressionScope Create(StepRequest request, SecretValues secrets)
    {
        var step = request.Step;
        return new ExpressionScope
        {
            Input = step.Reads("input") ? request.Input.Element : default,
            Trigger = step.Reads("trigger") ? request.Trigger.Element : default,
            Env = step.Reads("env") ? request.Env.Element : default,
            Item = step.Reads("item") ? request.Item?.Element ?? default : default,
            Index = request.Index,
            Items = step.Reads("items") ? request.Items?.Element ?? default : default,
            Run = step.Reads(RunName) ? Run(request) : default,
            Secrets = step.Reads(SecretsName) ? Resolve(step, secrets) : default,
            Steps = id => request.Steps.TryGetValue(id, out var view) ? Step(step, id, view) : null,
            Now = request.ReadyAt,
            Seed = request.Identity,
        };
    }

    private static StepScope Step(PlanStep reader, string id, StepView step) =>
        new(
            step.Status.ToString(),
            reader.ReadsOutput(id) ? step.Output?.Element ?? default : default,
            step.Error is { } error && reader.ReadsError(id)
                ? PayloadWriter.Write(error, static (writer, error) => writer.WriteError(error)).Element
                : default
        );

    private static JsonElement Run(StepRequest request) =>
        PayloadWriter
            .Write(
                request,
                static (writer, request) =>
                {
                    writer.WriteStartObject();
                    writer.WriteString("id", request.RunId);
                    writer.WriteString("startedAt", Timestamp.Format(request.RunStartedAt));
                    writer.WriteString("flow", request.FlowId);
                    writer.WriteNumber("attempt", request.Attempt);
                    writer.WriteEndObject();
                }
            )
            .Element;

    /// <summary>The names of the secrets that a step's expressions refer to.</summary>
    public static IEnumerable<string> SecretNames(PlanStep step) =>
        step.Reads(SecretsName)
            ? step
                .With.References.Select(static use => use.Reference)
                .Where(static reference => reference is { Root: SecretsName, Path.Count: > 0 })
                .Select(static reference => reference.Path[0])
                .Distinct(StringComparer.Ordinal)
            : [];

    private static JsonElement Resolve(PlanStep step, SecretValues secrets)
    {
        var values = SecretNames(step).Select(name => KeyValuePair.Create(name, secrets[name])).ToArray();
        return PayloadWriter
            .Write(
                values,
                static (writer, values) =>
                {
                    writer.WriteStartObject();
                    foreach (var (name, value) in values)
                    {
                        writer.WriteString(name, value);
                    }

                    writer.WriteEndObject();
                }
            )
            .Element;
    }
}
