using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using FlowFunctions.Expressions;

namespace FlowFunctions.Flows.Compilation;

/// <summary>
/// Members of a step's configuration that hold no expressions, whatever braces are in them. A plan knows templates only, so each opening
/// brace becomes an expression that gives just it.
/// </summary>
internal static class LiteralText
{
    private const string Quoted = """{{ "{{" }}""";
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The configuration with each literal member that would be read as a template quoted.</summary>
    /// <param name="with">The configuration.</param>
    /// <param name="members">The names of its literal members.</param>
    public static JsonElement Quote(JsonElement with, IReadOnlyList<string> members)
    {
        if (!members.Any(name => with.TryGetProperty(name, out var value) && IsTemplate(value)))
        {
            return with;
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            foreach (var member in with.EnumerateObject())
            {
                json.WritePropertyName(member.Name);
                Write(json, member.Value, isLiteral: members.Contains(member.Name));
            }

            json.WriteEndObject();
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, JsonElement value, bool isLiteral)
    {
        if (isLiteral && IsTemplate(value))
        {
            json.WriteStringValue(value.GetString()!.Replace(JsonTemplate.Opening, Quoted, StringComparison.Ordinal));
        }
        else
        {
            value.WriteTo(json);
        }
    }

    private static bool IsTemplate(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && JsonTemplate.HasExpression(value.GetString()!);
}
