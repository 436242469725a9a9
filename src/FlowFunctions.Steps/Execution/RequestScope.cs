using System.Text.Json;
using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Expressions;
using FlowFunctions.Steps.Secrets;

namespace FlowFunctions.Steps.Execution;

/// <summary>What the names of a step's expressions mean.</summary>
internal static class RequestScope
{
    private const string RunName = "run";
    private const string SecretsName = "secrets";

    /// <summary>The scope of a request. What must be built for it (<c>run</c>, <c>secrets</c>) is built only if it is referred to.</summary>
    /// <exception cref="StepFailedException">A secret that is referred to does not exist.</exception>
    public static ExpressionScope Create(StepRequest request, SecretValues secrets)
    {
        var references = request.Step.With.References;
        return new ExpressionScope
        {
            Input = request.Input.Element,
            Trigger = request.Trigger.Element,
            Env = request.Env.Element,
            Item = request.Item?.Element ?? default,
            Index = request.Index,
            Items = request.Items?.Element ?? default,
            Run = RefersTo(references, RunName) ? Run(request) : default,
            Secrets = RefersTo(references, SecretsName) ? Resolve(references, secrets) : default,
            Steps = id => request.Steps.TryGetValue(id, out var step) ? Step(step) : null,
            Now = request.ReadyAt,
            Seed = request.Identity,
        };
    }

    private static bool RefersTo(IReadOnlyList<TemplateReference> references, string root)
    {
        for (var index = 0; index < references.Count; index++)
        {
            if (references[index].Reference.Root == root)
            {
                return true;
            }
        }

        return false;
    }

    private static StepScope Step(StepView step) =>
        new(
            step.Status.ToString(),
            step.Output?.Element ?? default,
            step.Error is { } error
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

    private static JsonElement Resolve(IReadOnlyList<TemplateReference> references, SecretValues secrets)
    {
        var names = references
            .Select(static use => use.Reference)
            .Where(static reference => reference is { Root: SecretsName, Path.Count: > 0 })
            .Select(static reference => reference.Path[0])
            .Distinct(StringComparer.Ordinal);
        var values = names.Select(name => KeyValuePair.Create(name, secrets.Use(name))).ToArray();
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
