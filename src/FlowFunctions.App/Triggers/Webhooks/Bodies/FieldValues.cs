using System.Text.Json;
using Microsoft.Extensions.Primitives;

namespace FlowFunctions.App.Triggers.Webhooks.Bodies;

/// <summary>Named values as JSON: a text, or a list of texts for a name that comes more than once.</summary>
internal static class FieldValues
{
    public static void Write(Utf8JsonWriter json, IEnumerable<KeyValuePair<string, StringValues>> fields)
    {
        json.WriteStartObject();
        foreach (var (name, values) in fields)
        {
            json.WritePropertyName(name);
            Write(json, values);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, StringValues values)
    {
        if (values.Count <= 1)
        {
            json.WriteStringValue(values.Count == 0 ? "" : values[0]);
            return;
        }

        json.WriteStartArray();
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
