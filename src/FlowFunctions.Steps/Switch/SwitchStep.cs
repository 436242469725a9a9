using System.Text.Json;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Steps.Catalog;
using FlowFunctions.Steps.Execution;

namespace FlowFunctions.Steps.Switch;

/// <summary>Goes one of several ways.</summary>
internal sealed class SwitchStep : PureStepType
{
    private const string DefaultPort = "default";

    public SwitchStep()
        : base("switch") => Descriptor = Descriptor with { Ports = Ports };

    /// <inheritdoc/>
    protected override StepOutcome Execute(StepContext context)
    {
        var with = context.With();
        var value = with.TryGetProperty("value", out var given) ? given : Payload.Null.Element;
        var port = Matching(with.GetProperty("cases"), value) ?? with.OptionalText("default") ?? DefaultPort;
        var output = PayloadWriter.Write(
            (port, value),
            static (writer, state) =>
            {
                writer.WriteStartObject();
                writer.WriteString("port", state.port);
                writer.WriteElement("value", state.value);
                writer.WriteEndObject();
            }
        );
        return new StepOutcome.Succeeded(output, port);
    }

    private static string? Matching(JsonElement cases, JsonElement value)
    {
        foreach (var item in cases.EnumerateArray())
        {
            var fits = item.TryGetProperty("equals", out var expected)
                ? JsonElement.DeepEquals(expected, value)
                : Truth.Of(item.Optional("when"));
            if (fits)
            {
                return item.GetProperty("port").GetString();
            }
        }

        return null;
    }

    // Reads a document that may not be checked yet: whatever is not a port is passed over.
    private static string[] Ports(JsonElement with)
    {
        if (with.ValueKind != JsonValueKind.Object)
        {
            return [DefaultPort];
        }

        var cases = with.Optional("cases");
        var ports = cases.ValueKind == JsonValueKind.Array ? cases.EnumerateArray().Select(PortOf) : [];
        return
        [
            .. ports
                .Append(with.OptionalText("default") ?? DefaultPort)
                .OfType<string>()
                .Distinct(StringComparer.Ordinal),
        ];
    }

    private static string? PortOf(JsonElement item) =>
        item.ValueKind == JsonValueKind.Object ? item.OptionalText("port") : null;
}
