using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Steps;

namespace FlowFunctions.Steps.Execution;

/// <summary>Makes payloads whose shape the code knows, without a document tree in between.</summary>
internal static class PayloadWriter
{
    // Payloads are JSON that is never pasted into HTML; escaping everything beyond ASCII would only make them longer.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes one JSON value.</summary>
    /// <param name="state">What the writing needs, so that it captures nothing.</param>
    /// <param name="write">Writes it.</param>
    public static Payload Write<TState>(TState state, Action<Utf8JsonWriter, TState> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            write(writer, state);
        }

        return Payload.FromUtf8(buffer.WrittenSpan.ToArray());
    }

    /// <summary>Writes a payload as the value of a property, as it stands.</summary>
    public static void WritePayload(this Utf8JsonWriter writer, string name, Payload payload)
    {
        writer.WritePropertyName(name);
        writer.WritePayload(payload);
    }

    /// <summary>Writes a payload as it stands.</summary>
    public static void WritePayload(this Utf8JsonWriter writer, Payload payload) =>
        writer.WriteRawValue(payload.Span, skipInputValidation: true);

    /// <summary>Writes the items of an array one by one, and anything else as one item.</summary>
    public static void WriteItems(this Utf8JsonWriter writer, Payload payload)
    {
        var element = payload.Element;
        if (element.ValueKind != JsonValueKind.Array)
        {
            writer.WritePayload(payload);
            return;
        }

        foreach (var item in element.EnumerateArray())
        {
            writer.WriteElement(item);
        }
    }

    /// <summary>Writes an element as the value of a property; one of kind Undefined as null.</summary>
    public static void WriteElement(this Utf8JsonWriter writer, string name, JsonElement element)
    {
        writer.WritePropertyName(name);
        writer.WriteElement(element);
    }

    /// <summary>Writes an element; one of kind Undefined as null.</summary>
    public static void WriteElement(this Utf8JsonWriter writer, JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Undefined)
        {
            writer.WriteNullValue();
        }
        else
        {
            writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(element), skipInputValidation: true);
        }
    }

    /// <summary>Writes an error in its public form.</summary>
    public static void WriteError(this Utf8JsonWriter writer, StepError error)
    {
        writer.WriteStartObject();
        writer.WriteString("code", error.Code);
        writer.WriteString("message", error.Message);
        writer.WriteString("step", error.Step);
        if (error.Attempt is { } attempt)
        {
            writer.WriteNumber("attempt", attempt);
        }
        else
        {
            writer.WriteNull("attempt");
        }

        writer.WritePayload("details", error.Details ?? Payload.Null);
        writer.WriteEndObject();
    }
}
