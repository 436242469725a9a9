using System.Text.Json;
using System.Text.Json.Serialization;
using FlowFunctions.Engine.Payloads;

namespace FlowFunctions.Engine.History;

/// <summary>Writes a payload as the JSON value it is.</summary>
internal sealed class PayloadJsonConverter : JsonConverter<Payload>
{
    /// <summary>A JSON null is a payload too, not the absence of one.</summary>
    public override bool HandleNull => true;

    public override Payload Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Payload.From(JsonElement.ParseValue(ref reader));

    public override void Write(Utf8JsonWriter writer, Payload value, JsonSerializerOptions options)
    {
        if (value is null)
        {
            writer.WriteNullValue();
        }
        else
        {
            writer.WriteRawValue(value.Utf8.Span);
        }
    }
}
