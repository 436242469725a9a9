using System.Buffers;
using System.Text.Json;

namespace FlowFunctions.Engine.DurableTask.CustomHandler;

/// <summary>
/// Answers to calls of the Azure Functions host: <c>{"Outputs":{},"Logs":[],"ReturnValue":…}</c>. An answer is never empty: the host would
/// wait for one until the function's time is up, and then end the handler.
/// </summary>
public static class HostAnswer
{
    /// <summary>The media type of answers.</summary>
    public const string ContentType = "application/json";

    /// <summary>Answers with nothing but what shall stand in the host's log.</summary>
    public static void WriteNothing(IBufferWriter<byte> target, params IReadOnlyList<string> logs) =>
        Write(target, logs, 0, static (json, _) => json.WriteNullValue());

    /// <summary>Answers with bytes, as base64: what an orchestrator returns.</summary>
    public static void WriteBytes(IBufferWriter<byte> target, ReadOnlyMemory<byte> value) =>
        Write(target, [], value, static (json, bytes) => json.WriteBase64StringValue(bytes.Span));

    /// <summary>Answers with a JSON value as it is: what an activity returns.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static void WriteJson(IBufferWriter<byte> target, string value) =>
        Write(target, [], value, static (json, text) => json.WriteRawValue(text));

    /// <summary>Answers an HTTP trigger that is not forwarded with a status and no body.</summary>
    /// <param name="target">Where the answer is written.</param>
    /// <param name="output">The name of the function's HTTP output binding.</param>
    /// <param name="status">The HTTP status.</param>
    public static void WriteStatus(IBufferWriter<byte> target, string output, int status)
    {
        using var json = new Utf8JsonWriter(target);
        json.WriteStartObject();
        json.WriteStartObject("Outputs");
        json.WriteStartObject(output);
        json.WriteNumber("statusCode", status);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartArray("Logs");
        json.WriteEndArray();
        json.WriteNull("ReturnValue");
        json.WriteEndObject();
    }

    private static void Write<T>(
        IBufferWriter<byte> target,
        IReadOnlyList<string> logs,
        T value,
        Action<Utf8JsonWriter, T> write
    )
    {
        using var json = new Utf8JsonWriter(target);
        json.WriteStartObject();
        json.WriteStartObject("Outputs");
        json.WriteEndObject();
        json.WriteStartArray("Logs");
        foreach (var line in logs)
        {
            json.WriteStringValue(line);
        }

        json.WriteEndArray();
        json.WritePropertyName("ReturnValue");
        write(json, value);
        json.WriteEndObject();
    }
}
