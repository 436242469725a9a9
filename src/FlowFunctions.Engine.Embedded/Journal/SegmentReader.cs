using System.Buffers.Binary;

namespace FlowFunctions.Engine.Embedded.Journal;

/// <summary>Reads the records of one segment, a piece of the file at a time.</summary>
internal sealed class SegmentReader : IDisposable
{
    private const int PieceBytes = 256 * 1024;

    private readonly Stream _stream;
    private readonly long _length;
    private byte[] _buffer = new byte[PieceBytes];
    private int _start;
    private int _end;

    /// <summary>Reads the header.</summary>
    /// <exception cref="JournalException">A newer version wrote the segment.</exception>
    public SegmentReader(IJournalStorage storage, int number)
    {
        _stream = storage.OpenRead(number);
        _length = _stream.Length;
        HasHeader = Fill(JournalFormat.HeaderSize) && JournalFormat.IsHeader(Window, number, storage.NameOf(number));
        if (HasHeader)
        {
            Skip(JournalFormat.HeaderSize);
        }
    }

    public bool HasHeader { get; }

    /// <summary>Where the next record begins.</summary>
    public long Offset { get; private set; }

    private ReadOnlySpan<byte> Window => _buffer.AsSpan(_start, _end - _start);

    /// <summary>Reads the next record, if a good one follows.</summary>
    /// <param name="record">The record with its header, valid until the next call.</param>
    public bool TryRead(out ReadOnlySpan<byte> record)
    {
        record = default;
        if (!Fill(JournalFormat.RecordHeaderSize))
        {
            return false;
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(Window);
        if (length is <= 0 or > JournalFormat.MaxRecordBytes || !Fill(JournalFormat.RecordHeaderSize + length))
        {
            return false;
        }

        var size = JournalFormat.TryReadRecord(Window);
        record = Window[..size];
        Skip(size);
        return size > 0;
    }

    /// <summary>What stands behind the last good record; ends the reading.</summary>
    public byte[] ReadRest()
    {
        var rest = new byte[Math.Max(0, _length - Offset)];
        var read = Math.Min(Window.Length, rest.Length);
        Window[..read].CopyTo(rest);
        var more = _stream.ReadAtLeast(rest.AsSpan(read), rest.Length - read, throwOnEndOfStream: false);
        return read + more == rest.Length ? rest : rest[..(read + more)];
    }

    public void Dispose() => _stream.Dispose();

    private void Skip(int bytes)
    {
        _start += bytes;
        Offset += bytes;
    }

    /// <summary>Reads until so many bytes are there.</summary>
    /// <returns>Whether the segment has so many.</returns>
    private bool Fill(int bytes)
    {
        if (Window.Length >= bytes)
        {
            return true;
        }

        // A length that is damaged must not make the buffer grow.
        if (bytes > _length - Offset)
        {
            return false;
        }

        var target = bytes <= _buffer.Length ? _buffer : new byte[bytes];
        Window.CopyTo(target);
        (_end, _start, _buffer) = (_end - _start, 0, target);
        _end += _stream.ReadAtLeast(_buffer.AsSpan(_end), bytes - _end, throwOnEndOfStream: false);
        return Window.Length >= bytes;
    }
}
