using System.Buffers.Binary;
using System.Security.Cryptography;

namespace FlowFunctions.Engine.DurableTask.Turns;

/// <summary>Tells events of a turn, and their order, from others without keeping them.</summary>
/// <param name="Count">Number of events.</param>
/// <param name="High">The first half of the first 16 bytes of the SHA-256 of their lengths and bytes.</param>
/// <param name="Low">The second half.</param>
internal readonly record struct EventsDigest(int Count, ulong High, ulong Low)
{
    /// <summary>The digest of events.</summary>
    /// <param name="bytes">Where they lie.</param>
    /// <param name="events">Each of them.</param>
    public static EventsDigest Of(ReadOnlySpan<byte> bytes, ReadOnlySpan<Range> events)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var range in events)
        {
            var shown = bytes[range];
            BinaryPrimitives.WriteInt32LittleEndian(length, shown.Length);
            hash.AppendData(length);
            hash.AppendData(shown);
        }

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(digest);
        return new(
            events.Length,
            BinaryPrimitives.ReadUInt64LittleEndian(digest),
            BinaryPrimitives.ReadUInt64LittleEndian(digest[sizeof(ulong)..])
        );
    }
}
