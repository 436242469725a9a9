using FlowFunctions.Engine.Machine;
using Google.Protobuf;

namespace FlowFunctions.Engine.History;

/// <summary>
/// A run's history as bytes: its events in order, each a protobuf message (<c>history.proto</c>) behind its length as a varint. Large
/// values stay references. Not for several threads at a time.
/// </summary>
public sealed class HistoryWriter
{
    private const int FirstCapacity = 256;

    private byte[] _buffer = [];

    /// <summary>Begins an empty history.</summary>
    public HistoryWriter() { }

    /// <summary>Goes on with what was written before.</summary>
    /// <param name="history">A whole history; it is copied.</param>
    public HistoryWriter(ReadOnlySpan<byte> history)
    {
        _buffer = history.ToArray();
        WrittenCount = _buffer.Length;
    }

    /// <summary>Bytes written.</summary>
    public int WrittenCount { get; private set; }

    /// <summary>What was written. It does not change any more, also when more is appended.</summary>
    public ReadOnlyMemory<byte> WrittenMemory => _buffer.AsMemory(0, WrittenCount);

    /// <summary>A copy of what was written.</summary>
    public byte[] ToArray() => _buffer[..WrittenCount];

    /// <summary>Writes the run's next event.</summary>
    public void Append(RunEvent runEvent)
    {
        ArgumentNullException.ThrowIfNull(runEvent);
        var wire = runEvent.ToWire();
        var size = wire.CalculateSize();
        var prefix = CodedOutputStream.ComputeLengthSize(size);
        Reserve(prefix + size);
        WriteLength(_buffer.AsSpan(WrittenCount, prefix), size);
        wire.WriteTo(_buffer.AsSpan(WrittenCount + prefix, size));
        WrittenCount += prefix + size;
    }

    private static void WriteLength(Span<byte> target, int length)
    {
        for (var index = 0; index < target.Length; index++)
        {
            var isLast = index == target.Length - 1;
            target[index] = (byte)((length & 0x7F) | (isLast ? 0 : 0x80));
            length >>= 7;
        }
    }

    private void Reserve(int bytes)
    {
        var needed = WrittenCount + bytes;
        if (needed > _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Max(needed, Math.Max(FirstCapacity, _buffer.Length * 2)));
        }
    }
}
