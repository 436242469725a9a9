using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using FlowFunctions.Flows.Schema.Compilation;

namespace FlowFunctions.Flows.Schema.Rules;

/// <summary><c>propertyNames</c> (Core 10.3.2.4).</summary>
internal sealed class PropertyNamesRule(SchemaNode schema) : Rule
{
    public static IEnumerable<Rule> Read(SchemaReader schema)
    {
        if (schema.Schema("propertyNames") is { } names)
            yield return new PropertyNamesRule(names);
    }

    public override bool Check(JsonElement value, Evaluation run, EvaluatedSet? seen)
    {
        if (value.ValueKind != JsonValueKind.Object)
            return true;
        bool valid = true;
        foreach (var property in value.EnumerateObject())
        {
            valid &= run.CheckName(schema, ToElement(property), property);
            if (!valid && !run.Continues)
                return false;
        }
        return valid;
    }

    private static JsonElement ToElement(JsonProperty property)
    {
        var raw = JsonMarshal.GetRawUtf8PropertyName(property);
        byte[] text = ArrayPool<byte>.Shared.Rent(raw.Length + 2);
        text[0] = (byte)'"';
        raw.CopyTo(text.AsSpan(1));
        text[raw.Length + 1] = (byte)'"';
        var element = JsonElement.Parse(text.AsSpan(0, raw.Length + 2));
        ArrayPool<byte>.Shared.Return(text);
        return element;
    }
}
