using System.Buffers;
using System.Text.Json;
using FlowFunctions.App.Requests;

namespace FlowFunctions.App.Events;

/// <summary>Writes the data of events: JSON on one line.</summary>
internal static class EventJson
{
    /// <summary>Writes one value.</summary>
    public static byte[] Of<T>(T state, Action<Utf8JsonWriter, T> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, JsonAnswer.Options))
        {
            write(json, state);
        }

        return OnOneLine(buffer);
    }

    /// <summary>Values of runs are told as they were given. A line break can only stand between their tokens: within a text it is escaped.</summary>
    private static byte[] OnOneLine(ArrayBufferWriter<byte> buffer)
    {
        var data = buffer.WrittenSpan.ToArray();
        data.AsSpan().Replace((byte)'\n', (byte)' ');
        data.AsSpan().Replace((byte)'\r', (byte)' ');
        return data;
    }
}
