using FlowFunctions.Engine.Embedded.Journal;
using Google.Protobuf;

namespace FlowFunctions.Engine.Embedded.Retention;

/// <summary>Makes durable that records of ended runs are not needed any more, so that the next start does not tell of the runs again.</summary>
/// <param name="runs">The runs.</param>
internal sealed class ReleaseEntry(IReadOnlyList<KeptRun> runs) : JournalEntry
{
    /// <summary>Runs of one entry; a number takes 9 bytes at most, and a record holds 64 KB.</summary>
    public const int MaxRuns = 5_000;

    public override ReadOnlyMemory<byte> Record { get; } = RecordOf(runs.Select(static run => run.Number));

    public override IReadOnlyCollection<KeptRun> Released => runs;

    /// <summary>The record that releases runs.</summary>
    public static byte[] RecordOf(IEnumerable<long> numbers) =>
        new Wire.Record { Released = { numbers } }.ToByteArray();

    public override void Complete(JournalException? failure)
    {
        // Nobody waits. When it could not be written, the runs are told of once more.
    }
}
