using Google.Protobuf;

namespace FlowFunctions.Engine.Embedded.Codec;

/// <summary>Reads the part of a record that says whose it is.</summary>
internal static class RecordHeads
{
    /// <summary>Passes over the events instead of keeping them.</summary>
    private static readonly MessageParser<Wire.RecordHead> Parser = Wire.RecordHead.Parser.WithDiscardUnknownFields(
        true
    );

    /// <exception cref="InvalidProtocolBufferException">The payload is not a record.</exception>
    public static Wire.RecordHead Parse(ReadOnlySpan<byte> payload) => Parser.ParseFrom(payload);
}
