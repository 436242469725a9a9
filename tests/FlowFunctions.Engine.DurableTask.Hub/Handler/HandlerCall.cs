using System.Text.Encodings.Web;
using System.Text.Json;

namespace FlowFunctions.Engine.DurableTask.Hub.Handler;

/// <summary>What the Functions host sends to a custom handler when a function is triggered.</summary>
/// <param name="Function">The function's name.</param>
internal abstract record HandlerCall(string Function)
{
    /// <summary>Writes the body: the bindings' values, and what is known of the trigger.</summary>
    public void Write(Utf8JsonWriter writer, DateTimeOffset now)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("Data");
        WriteData(writer);
        writer.WriteEndObject();
        writer.WriteStartObject("Metadata");
        WriteMetadata(writer);
        WriteSystem(writer, now);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>Writes the bindings' values.</summary>
    protected abstract void WriteData(Utf8JsonWriter writer);

    /// <summary>Writes what is known of the trigger besides <c>sys</c>.</summary>
    protected virtual void WriteMetadata(Utf8JsonWriter writer) { }

    /// <summary>Writes a .NET string as the host does: JSON text of it, as a JSON string.</summary>
    protected static void WriteTwice(Utf8JsonWriter writer, string name, string value) =>
        writer.WriteString(name, $"\"{JsonEncodedText.Encode(value, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"");

    private void WriteSystem(Utf8JsonWriter writer, DateTimeOffset now)
    {
        writer.WriteStartObject("sys");
        writer.WriteString("MethodName", Function);
        writer.WriteString("UtcNow", now.UtcDateTime);
        writer.WriteString("RandGuid", Guid.NewGuid());
        writer.WriteEndObject();
    }
}
