using System.Buffers;
using System.Text.Json;
using FlowFunctions.Engine.Payloads;

namespace FlowFunctions.Engine.Machine;

/// <summary>Slices of a loop's items.</summary>
internal static class LoopItems
{
    /// <summary>Joins elements to a JSON array.</summary>
    public static Payload Join(JsonElement[] elements)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartArray();
            foreach (var element in elements)
            {
                element.WriteTo(writer);
            }

            writer.WriteEndArray();
        }

        return Payload.FromUtf8(buffer.WrittenSpan.ToArray());
    }
}
