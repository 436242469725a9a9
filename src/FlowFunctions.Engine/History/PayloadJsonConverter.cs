using System.Text.Json;
using System.Text.Json.Serialization;
using FlowFunctions.Engine.Payloads;

namespace FlowFunctions.Engine.History;

/// <summary>
/// Writes a payload as the JSON value it is, and a reference as <c>{"$payload":{"hash":…,"length":…}}</c>. A value that begins like
/// that itself is written as <c>{"$payload":{"value":…}}</c>, so that neither is ever taken for the other.
/// </summary>
internal sealed class PayloadJsonConverter : JsonConverter<Payload>
{
    private const string Marker = "$payload";
    private const string Value = "value";
    private const string Hash = "hash";
    private const string Length = "length";

    /// <summary>A JSON null is a payload too, not the absence of one.</summary>
    public override bool HandleNull => true;

    public override Payload Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var element = JsonElement.ParseValue(ref reader);
        if (
            element.ValueKind != JsonValueKind.Object
            || element.GetPropertyCount() != 1
            || !element.TryGetProperty(Marker, out var marked)
        )
        {
            return Payload.From(element);
        }

        return marked.TryGetProperty(Value, out var value)
            ? Payload.From(value)
            : Payload.FromReference(new(marked.GetProperty(Hash).GetString()!, marked.GetProperty(Length).GetInt64()));
    }

    public override void Write(Utf8JsonWriter writer, Payload value, JsonSerializerOptions options)
    {
        if (value is null)
        {
            writer.WriteNullValue();
        }
        else if (value.Reference is { } reference)
        {
            Write(writer, reference);
        }
        else if (BeginsWithMarker(value.Span))
        {
            writer.WriteStartObject();
            writer.WriteStartObject(Marker);
            writer.WritePropertyName(Value);
            writer.WriteRawValue(value.Span);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
        else
        {
            writer.WriteRawValue(value.Span);
        }
    }

    private static void Write(Utf8JsonWriter writer, PayloadReference reference)
    {
        writer.WriteStartObject();
        writer.WriteStartObject(Marker);
        writer.WriteString(Hash, reference.Hash);
        writer.WriteNumber(Length, reference.Length);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static bool BeginsWithMarker(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        return reader.Read()
            && reader.TokenType == JsonTokenType.StartObject
            && reader.Read()
            && reader.TokenType == JsonTokenType.PropertyName
            && reader.ValueTextEquals(Marker);
    }
}
