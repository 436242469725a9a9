using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace FlowFunctions.Cli.Sources;

/// <summary>JSON as commands print it: indented, and without escapes for characters that need none.</summary>
internal static class JsonOutput
{
    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = 1_000,
    };

    /// <summary>Prints what is written, and ends the line.</summary>
    public static void WriteJson(this TextWriter output, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            write(json);
        }

        output.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    /// <summary>An object on one line, as it is sent.</summary>
    public static string Object(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Writes values as a list.</summary>
    public static void WriteList(this Utf8JsonWriter json, IEnumerable<JsonElement> items)
    {
        json.WriteStartArray();
        foreach (var item in items)
        {
            item.WriteTo(json);
        }

        json.WriteEndArray();
    }
}
