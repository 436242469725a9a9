using System.Text.Json;
using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Steps.Catalog;
using FlowFunctions.Steps.Execution;

namespace FlowFunctions.Steps.Merge;

/// <summary>Brings branches together.</summary>
internal sealed class MergeStep : PureStepType
{
    public MergeStep()
        : base("merge") => Descriptor = Descriptor with { ReadsPredecessors = true };

    /// <inheritdoc/>
    protected override StepOutcome Execute(StepContext context)
    {
        var outputs = Outputs(context.Request);
        var merged = context.With().OptionalText("mode") switch
        {
            "array" => PayloadWriter.Write(outputs, WriteArray),
            "first" => outputs is [var first, ..] ? first.Output : Payload.Null,
            "concat" => PayloadWriter.Write(outputs, WriteConcatenated),
            "assign" => PayloadWriter.Write(Assigned(outputs), WriteObject),
            _ => PayloadWriter.Write(outputs, WriteObject),
        };
        return new StepOutcome.Succeeded(merged);
    }

    private static List<(string Name, Payload Output)> Outputs(StepRequest request)
    {
        var outputs = new List<(string, Payload)>(request.Step.Predecessors.Length);
        foreach (var id in request.Step.Predecessors)
        {
            if (request.Steps.TryGetValue(id, out var step) && step.Status == StepStatus.Succeeded)
            {
                outputs.Add((id, step.Output ?? Payload.Null));
            }
        }

        return outputs;
    }

    private static List<(string Name, Payload Output)> Assigned(List<(string Name, Payload Output)> outputs)
    {
        var members = new OrderedDictionary<string, Payload>(StringComparer.Ordinal);
        foreach (var (_, output) in outputs)
        {
            var element = output.Element;
            if (element.ValueKind == JsonValueKind.Object)
            {
                foreach (var member in element.EnumerateObject())
                {
                    members[member.Name] = Payload.From(member.Value);
                }
            }
        }

        return [.. members.Select(static member => (member.Key, member.Value))];
    }

    private static void WriteObject(Utf8JsonWriter writer, List<(string Name, Payload Output)> members)
    {
        writer.WriteStartObject();
        foreach (var (name, output) in members)
        {
            writer.WritePayload(name, output);
        }

        writer.WriteEndObject();
    }

    private static void WriteArray(Utf8JsonWriter writer, List<(string Name, Payload Output)> outputs)
    {
        writer.WriteStartArray();
        foreach (var (_, output) in outputs)
        {
            writer.WritePayload(output);
        }

        writer.WriteEndArray();
    }

    private static void WriteConcatenated(Utf8JsonWriter writer, List<(string Name, Payload Output)> outputs)
    {
        writer.WriteStartArray();
        foreach (var (_, output) in outputs)
        {
            writer.WriteItems(output);
        }

        writer.WriteEndArray();
    }
}
