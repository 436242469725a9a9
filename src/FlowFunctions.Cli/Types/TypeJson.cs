using System.Text.Json;
using FlowFunctions.Flows.Catalog;

namespace FlowFunctions.Cli.Types;

/// <summary>Step types as JSON.</summary>
internal static class TypeJson
{
    public static void Write(Utf8JsonWriter json, IEnumerable<StepTypeDescriptor> types)
    {
        json.WriteStartArray();
        foreach (var type in types)
        {
            Write(json, type);
        }

        json.WriteEndArray();
    }

    public static void Write(Utf8JsonWriter json, StepTypeDescriptor type)
    {
        json.WriteStartObject();
        json.WriteString("id", type.Id);
        json.WriteString("title", type.Title);
        json.WriteString("description", type.Description);
        json.WriteString("category", type.Category);
        json.WriteString("icon", type.Icon);
        json.WriteBoolean("pure", type.IsPure);
        json.WriteBoolean("loop", type.HasBody);
        Write(json, "ports", TypeExample.Ports(type));
        Write(json, "secretInputs", type.SecretInputs);
        Write(json, "literalInputs", type.LiteralInputs);
        Write(json, "fileInputs", type.FileInputs);
        json.WritePropertyName("with");
        type.WithSchema.WriteTo(json);
        json.WritePropertyName("output");
        type.OutputSchema.WriteTo(json);
        json.WritePropertyName("example");
        TypeExample.Write(json, type);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
