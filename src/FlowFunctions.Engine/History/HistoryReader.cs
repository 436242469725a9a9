using FlowFunctions.Engine.Machine;
using Google.Protobuf;

namespace FlowFunctions.Engine.History;

/// <summary>Reads what a <see cref="HistoryWriter"/> wrote.</summary>
public static class HistoryReader
{
    /// <summary>Reads a history event by event, while it is enumerated.</summary>
    /// <param name="history">The bytes; unchanged until the end of the enumeration.</param>
    /// <exception cref="InvalidDataException">
    /// The bytes are damaged or cut short, or a newer version wrote an event that this one does not know. Thrown while enumerating.
    /// </exception>
    public static IEnumerable<RunEvent> Read(ReadOnlyMemory<byte> history)
    {
        for (var rest = history; !rest.IsEmpty; )
        {
            var (length, prefix) = ReadLength(rest.Span);
            yield return ReadEvent(rest.Span.Slice(prefix, length));
            rest = rest[(prefix + length)..];
        }
    }

    private static (int Length, int Prefix) ReadLength(ReadOnlySpan<byte> rest)
    {
        var length = 0L;
        for (var index = 0; index < rest.Length && index < 5; index++)
        {
            length |= (long)(rest[index] & 0x7F) << (7 * index);
            if ((rest[index] & 0x80) == 0)
            {
                return length <= rest.Length - index - 1
                    ? ((int)length, index + 1)
                    : throw new InvalidDataException("The history is cut short.");
            }
        }

        throw new InvalidDataException("The history is damaged: the length of an event cannot be read.");
    }

    private static RunEvent ReadEvent(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Wire.Event.Parser.ParseFrom(bytes).ToCore();
        }
        catch (Exception exception) when (exception is InvalidProtocolBufferException or ArgumentException)
        {
            throw new InvalidDataException($"The history is damaged: {exception.Message}", exception);
        }
    }
}
