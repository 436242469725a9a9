using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace FlowFunctions.Flows.Text;

/// <summary>Writes the value of a YAML document as JSON, each alias in full, up to a size.</summary>
internal sealed class YamlJsonWriter(TextSource source)
{
    /// <summary>A text without aliases never becomes this much longer.</summary>
    private const int MaxExpandedBytes = 4 * TextSource.MaxBytes;

    private readonly ArrayBufferWriter<byte> buffer = new();
    private bool stopped;

    /// <summary>The value, or null when the aliases make it too large or too deep.</summary>
    public JsonElement? Write(TextNode root)
    {
        var options = new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var writer = new Utf8JsonWriter(buffer, options))
            Write(writer, root, 0);
        return stopped ? null : JsonElement.Parse(buffer.WrittenSpan, new() { MaxDepth = TextSource.MaxDepth });
    }

    private void Write(Utf8JsonWriter writer, TextNode node, int depth)
    {
        if (!stopped && writer.BytesCommitted + writer.BytesPending > MaxExpandedBytes)
            Stop("TooManyAliases", $"Its aliases make the text larger than {MaxExpandedBytes >> 20} MB.", node);
        if (!stopped && depth >= TextSource.MaxDepth && node.Text is null && node.Literal is null)
            Stop("TooDeep", $"Its aliases nest objects and lists more than {TextSource.MaxDepth} deep.", node);
        if (stopped)
            return;
        if (node.Members is not null)
            WriteObject(writer, node.Members, depth);
        else if (node.Items is not null)
            WriteArray(writer, node.Items, depth);
        else if (node.Literal is not null)
            writer.WriteRawValue(node.Literal, skipInputValidation: true);
        else
            writer.WriteStringValue(node.Text);
    }

    private void WriteObject(Utf8JsonWriter writer, OrderedDictionary<string, TextNode> members, int depth)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in members)
        {
            if (stopped)
                return;
            writer.WritePropertyName(name);
            Write(writer, value, depth + 1);
        }
        writer.WriteEndObject();
    }

    private void WriteArray(Utf8JsonWriter writer, List<TextNode> items, int depth)
    {
        writer.WriteStartArray();
        foreach (var item in items)
        {
            if (stopped)
                return;
            Write(writer, item, depth + 1);
        }
        writer.WriteEndArray();
    }

    private void Stop(string code, string message, TextNode node)
    {
        stopped = true;
        source.Report(code, message, node.Start, "");
    }
}
