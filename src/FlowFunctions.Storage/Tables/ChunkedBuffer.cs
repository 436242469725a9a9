using System.Buffers;

namespace FlowFunctions.Storage.Tables;

/// <summary>
/// Bytes in pieces that are below the size from which on the heap treats arrays as large: a body of some hundred kilobytes, a hundred times
/// a second, would otherwise cost full collections.
/// </summary>
internal sealed class ChunkedBuffer : IBufferWriter<byte>
{
    private const int ChunkBytes = 32 * 1024;
    private readonly List<Chunk> _chunks = [];
    private byte[] _current = [];
    private int _used;

    /// <summary>The number of bytes.</summary>
    public long Length => (_chunks is [.., var last] ? last.End : 0) + _used;

    public void Advance(int count) => _used += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (_current.Length - _used < Math.Max(sizeHint, 1))
        {
            Close();
            _current = GC.AllocateUninitializedArray<byte>(Math.Max(sizeHint, ChunkBytes));
        }

        return _current.AsMemory(_used);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <summary>All bytes; nothing may be written afterwards.</summary>
    public ReadOnlySequence<byte> ToSequence()
    {
        Close();
        return _chunks is [var first, ..]
            ? new(first, 0, _chunks[^1], _chunks[^1].Memory.Length)
            : ReadOnlySequence<byte>.Empty;
    }

    private void Close()
    {
        if (_used > 0)
        {
            _chunks.Add(new Chunk(_current.AsMemory(0, _used), _chunks.LastOrDefault()));
            (_current, _used) = ([], 0);
        }
    }

    private sealed class Chunk : ReadOnlySequenceSegment<byte>
    {
        public Chunk(ReadOnlyMemory<byte> bytes, Chunk? before)
        {
            Memory = bytes;
            RunningIndex = before?.End ?? 0;
            _ = before?.Next = this;
        }

        public long End => RunningIndex + Memory.Length;
    }
}
