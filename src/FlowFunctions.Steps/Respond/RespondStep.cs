using System.Text.Json;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Steps.Catalog;
using FlowFunctions.Steps.Execution;

namespace FlowFunctions.Steps.Respond;

/// <summary>Sets the run's answer.</summary>
internal sealed class RespondStep : PureStepType
{
    private const int Ok = 200;

    public RespondStep()
        : base("respond") => Descriptor = Descriptor with { IsResponse = true };

    /// <inheritdoc/>
    protected override StepOutcome Execute(StepContext context) =>
        new StepOutcome.Succeeded(PayloadWriter.Write(context.With(), Write));

    private static void Write(Utf8JsonWriter writer, JsonElement with)
    {
        writer.WriteStartObject();
        writer.WriteNumber("status", with.Integer("status", Ok));
        writer.WritePropertyName("headers");
        if (with.TryGetProperty("headers", out var headers))
        {
            headers.WriteTo(writer);
        }
        else
        {
            writer.WriteStartObject();
            writer.WriteEndObject();
        }

        writer.WriteElement("body", with.Optional("body"));
        writer.WriteEndObject();
    }
}
