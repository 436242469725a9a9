namespace FlowFunctions.Engine.Embedded.Tests.Crashes;

/// <summary>A file with what the operating system holds of it and what is on the disk.</summary>
internal sealed class SimulatedFile
{
    private const int Sector = 512;

    private readonly List<(long Offset, byte[]? Bytes)> _unflushed = [];
    private byte[] _content = [];
    private byte[] _durable = [];

    public ReadOnlySpan<byte> Content => _content;

    public void Write(ReadOnlySpan<byte> bytes, long offset)
    {
        Apply(ref _content, offset, bytes);
        _unflushed.Add((offset, bytes.ToArray()));
    }

    public void Truncate(long length)
    {
        Array.Resize(ref _content, (int)length);
        _unflushed.Add((length, null));
    }

    public void Flush()
    {
        // Not a copy of the content: what a failed flush has lost stays lost.
        WriteShare(random: null, share: 1);
    }

    /// <summary>A flush that fails: some of it arrives, and what does not is never written again although it can still be read.</summary>
    public void FailFlush(Random random) => WriteSome(random);

    /// <summary>What a power cut leaves: of what was not flushed any part, in any order.</summary>
    public void CutPower(Random random)
    {
        WriteSome(random);
        _content = [.. _durable];
    }

    private void WriteSome(Random random) => WriteShare(random, random.Next(3) / 2.0);

    private void WriteShare(Random? random, double share)
    {
        foreach (var (offset, bytes) in _unflushed)
        {
            if (bytes is null)
            {
                if (random is null || random.NextDouble() < share)
                {
                    Array.Resize(ref _durable, (int)offset);
                }

                continue;
            }

            for (var start = 0; start < bytes.Length; start += Sector)
            {
                if (random is null || random.NextDouble() < share)
                {
                    var end = Math.Min(bytes.Length, start + (random?.Next(8) == 0 ? random.Next(Sector) : Sector));
                    Apply(ref _durable, offset + start, bytes.AsSpan(start, end - start));
                }
            }
        }

        _unflushed.Clear();
    }

    private static void Apply(ref byte[] content, long offset, ReadOnlySpan<byte> bytes)
    {
        if (content.Length < offset + bytes.Length)
        {
            Array.Resize(ref content, (int)offset + bytes.Length);
        }

        bytes.CopyTo(content.AsSpan((int)offset));
    }
}
