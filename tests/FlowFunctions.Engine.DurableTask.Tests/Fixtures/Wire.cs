using Google.Protobuf;

namespace FlowFunctions.Engine.DurableTask.Tests.Fixtures;

/// <summary>
/// Compares protobuf messages by their bytes. The order of different fields is free in protobuf, and fields that a reader does not know come last when it
/// writes, so the fields are compared by their numbers; those of one number keep their order.
/// </summary>
internal static class Wire
{
    /// <summary>The fields of a message, in nested messages too, ordered by their numbers.</summary>
    public static string Normalized(byte[] message) =>
        string.Join('\n', Fields(message).OrderBy(static field => field.Number).Select(static field => $"{field}"));

    private static IEnumerable<(int Number, string Value)> Fields(byte[] message)
    {
        var input = new CodedInputStream(message);
        while (input.ReadTag() is var tag and not 0)
        {
            yield return (WireFormat.GetTagFieldNumber(tag), Value(input, WireFormat.GetTagWireType(tag)));
        }
    }

    private static string Value(CodedInputStream input, WireFormat.WireType type) =>
        type switch
        {
            WireFormat.WireType.Varint => $"{input.ReadUInt64()}",
            WireFormat.WireType.Fixed64 => $"{input.ReadFixed64()}",
            WireFormat.WireType.Fixed32 => $"{input.ReadFixed32()}",
            WireFormat.WireType.LengthDelimited => Nested(input.ReadBytes().ToByteArray()),
            _ => throw new InvalidDataException($"The wire type {type} is not used."),
        };

    /// <summary>Bytes that can be read as a message are ordered, too; others stand as they are.</summary>
    private static string Nested(byte[] bytes)
    {
        try
        {
            return $"{{{Normalized(bytes)}}}";
        }
        catch (Exception notAMessage) when (notAMessage is InvalidProtocolBufferException or InvalidDataException)
        {
            return Convert.ToHexString(bytes);
        }
    }
}
