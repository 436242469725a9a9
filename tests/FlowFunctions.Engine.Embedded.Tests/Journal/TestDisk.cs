using System.Threading.Channels;
using FlowFunctions.Engine.Embedded.Journal;

namespace FlowFunctions.Engine.Embedded.Tests.Journal;

/// <summary>A real directory whose writes can be made to fail or to wait, which no real disk does on demand.</summary>
internal sealed class TestDisk(string directory) : IJournalStorage
{
    private readonly JournalDirectory _inner = new(directory);
    private readonly Channel<int> _written = Channel.CreateUnbounded<int>();
    private int _writes;
    private int _flushes;

    public int Writes => _writes;

    public int Flushes => _flushes;

    /// <summary>Thrown by the next writes, if set.</summary>
    public IOException? WriteFailure { get; set; }

    /// <summary>Thrown by the next flushes, if set.</summary>
    public IOException? FlushFailure { get; set; }

    /// <summary>Flushes wait for it.</summary>
    public ManualResetEventSlim FlushGate { get; } = new(initialState: true);

    /// <summary>Returns when records have been written, which the header of the first segment is not.</summary>
    public async Task WrittenAsync()
    {
        while (
            await _written.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20)) <= JournalFormat.HeaderSize
        )
        {
            continue;
        }
    }

    public IReadOnlyList<int> Segments() => _inner.Segments();

    public string NameOf(int segment) => _inner.NameOf(segment);

    public long LengthOf(int segment) => _inner.LengthOf(segment);

    public Stream OpenRead(int segment) => _inner.OpenRead(segment);

    public IJournalSegment Create(int segment) => new Segment(this, _inner.Create(segment));

    public IJournalSegment Open(int segment, long length) => new Segment(this, _inner.Open(segment, length));

    public void Delete(int segment) => _inner.Delete(segment);

    public void Dispose()
    {
        _inner.Dispose();
        FlushGate.Dispose();
    }

    private sealed class Segment(TestDisk disk, IJournalSegment inner) : IJournalSegment
    {
        public void Write(ReadOnlySpan<byte> bytes, long offset)
        {
            Interlocked.Increment(ref disk._writes);
            if (disk.WriteFailure is { } failure)
            {
                throw failure;
            }

            inner.Write(bytes, offset);
            disk._written.Writer.TryWrite(bytes.Length);
        }

        public void Truncate(long length) => inner.Truncate(length);

        public void Flush()
        {
            Interlocked.Increment(ref disk._flushes);
            disk.FlushGate.Wait();
            if (disk.FlushFailure is { } failure)
            {
                throw failure;
            }

            inner.Flush();
        }

        public void Dispose() => inner.Dispose();
    }
}
