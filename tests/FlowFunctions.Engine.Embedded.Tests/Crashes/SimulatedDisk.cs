using FlowFunctions.Engine.Embedded.Journal;

namespace FlowFunctions.Engine.Embedded.Tests.Crashes;

/// <summary>
/// A disk in memory that keeps no more than a real one promises: names are durable once a file is created, content once it is
/// flushed. It fills up, fails to flush, and loses power in the middle of a write.
/// </summary>
internal sealed class SimulatedDisk(Random random) : IJournalStorage
{
    private const int NoSpace = 28;
    private const int DeviceError = 5;

    private readonly SortedDictionary<int, SimulatedFile> _files = [];

    /// <summary>Operations until the machine stops.</summary>
    public int OperationsLeft { get; set; } = int.MaxValue;

    /// <summary>The share of operations that fail.</summary>
    public double Faults { get; set; }

    public bool HasStopped => OperationsLeft <= 0;

    /// <summary>What the next process finds.</summary>
    /// <param name="isPowerCut">Whether the operating system's memory is lost, too.</param>
    public void Restart(bool isPowerCut)
    {
        (OperationsLeft, Faults) = (int.MaxValue, 0);
        foreach (var file in _files.Values.Where(_ => isPowerCut))
        {
            file.CutPower(random);
        }
    }

    public IReadOnlyList<int> Segments() => [.. _files.Keys];

    public string NameOf(int segment) => $"{segment}.journal";

    public long LengthOf(int segment) => _files[segment].Content.Length;

    public Stream OpenRead(int segment) => new MemoryStream(_files[segment].Content.ToArray());

    public IJournalSegment Create(int segment)
    {
        BeginOperation(NoSpace);
        _files[segment] = new SimulatedFile();
        return new Segment(this, _files[segment]);
    }

    public IJournalSegment Open(int segment, long length)
    {
        var file = _files[segment];
        if (file.Content.Length != length)
        {
            file.Truncate(length);
            file.Flush();
        }

        return new Segment(this, file);
    }

    public void Delete(int segment)
    {
        BeginOperation(DeviceError);
        _files.Remove(segment);
    }

    public void Dispose() { }

    private void BeginOperation(int failure)
    {
        if (--OperationsLeft <= 0)
        {
            throw new InvalidOperationException("The machine has stopped.");
        }

        if (random.NextDouble() < Faults)
        {
            throw new IOException($"Failure {failure}.", failure);
        }
    }

    private sealed class Segment(SimulatedDisk disk, SimulatedFile file) : IJournalSegment
    {
        public void Write(ReadOnlySpan<byte> bytes, long offset)
        {
            try
            {
                disk.BeginOperation(NoSpace);
            }
            catch (Exception)
            {
                file.Write(bytes[..disk.Part(bytes.Length)], offset);
                throw;
            }

            file.Write(bytes, offset);
        }

        public void Truncate(long length)
        {
            disk.BeginOperation(DeviceError);
            file.Truncate(length);
        }

        public void Flush()
        {
            try
            {
                disk.BeginOperation(DeviceError);
            }
            catch (IOException)
            {
                file.FailFlush(disk.Random);
                throw;
            }

            file.Flush();
        }

        public void Dispose() { }
    }

    private Random Random => random;

    private int Part(int length) => random.Next(length + 1);
}
