using System.Text.Json;
using FlowFunctions.Flows.Catalog;
using FlowFunctions.Steps.Catalog;

namespace FlowFunctions.Cli.Types;

/// <summary>An example of a step of a type, from the manifest that the type carries in its assembly.</summary>
internal static class TypeExample
{
    /// <summary>The type's ports; where they depend on the configuration, those of the example.</summary>
    public static IReadOnlyList<string> Ports(StepTypeDescriptor type) => type.Ports(With(type));

    /// <summary>Writes a step as it stands in a flow.</summary>
    public static void Write(Utf8JsonWriter json, StepTypeDescriptor type)
    {
        json.WriteStartObject();
        json.WriteString("type", type.Id);
        json.WritePropertyName("with");
        With(type).WriteTo(json);
        json.WriteEndObject();
    }

    private static JsonElement With(StepTypeDescriptor type)
    {
        using var stream = typeof(StepTypes).Assembly.GetManifestResourceStream($"{type.Id}.step.json")!;
        using var manifest = JsonDocument.Parse(stream);
        return manifest.RootElement.GetProperty("examples")[0].GetProperty("with").Clone();
    }
}
