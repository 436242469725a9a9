using System.Buffers.Binary;
using System.Security.Cryptography;
using FlowFunctions.Engine.Payloads;
using Google.Protobuf;

namespace FlowFunctions.Engine.History;

/// <summary>
/// References where inline values stand too: the byte 0, which no JSON text begins with (RFC 8259, section 2), the length as a
/// little-endian 64-bit number, and the SHA-256. So an inline value, the usual case, costs no message of its own.
/// </summary>
internal static class ReferenceCodec
{
    private const byte Marker = 0;
    private const int LengthOffset = 1;
    private const int HashOffset = LengthOffset + sizeof(long);
    private const int Size = HashOffset + SHA256.HashSizeInBytes;

    public static bool IsReference(ReadOnlySpan<byte> bytes) => bytes is [Marker, ..];

    public static ByteString ToWire(this PayloadReference reference)
    {
        var bytes = new byte[Size];
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(LengthOffset), reference.Length);
        Convert.FromHexString(reference.Hash, bytes.AsSpan(HashOffset), out _, out _);
        return UnsafeByteOperations.UnsafeWrap(bytes);
    }

    /// <exception cref="InvalidDataException">A newer version wrote a form of reference that this one does not know.</exception>
    public static PayloadReference ToReference(this ByteString bytes) =>
        bytes.Length == Size && IsReference(bytes.Span)
            ? new(
                Convert.ToHexStringLower(bytes.Span[HashOffset..]),
                BinaryPrimitives.ReadInt64LittleEndian(bytes.Span[LengthOffset..])
            )
            : throw new InvalidDataException("The record holds a reference that this version does not know.");
}
