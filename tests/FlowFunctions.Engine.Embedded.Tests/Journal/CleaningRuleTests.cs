using FlowFunctions.Engine.Embedded.Journal;
using FlowFunctions.Engine.Embedded.Retention;
using Google.Protobuf;

namespace FlowFunctions.Engine.Embedded.Tests.Journal;

/// <summary>The rule of ADR 3: behind the record that ends a run no other record of it is ever written.</summary>
public sealed class CleaningRuleTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Batch_RunEndsAfterItWasRead_HoldsNothingOfItAnyMore()
    {
        var (live, ending, open) = (new LiveRecords(), new LiveRun(1), new LiveRun(2));
        using var disk = new JournalDirectory(_directory.Path);
        await WriteAsync(disk, live, (ending, 1), (open, 1), (ending, 2));
        using var cleaner = new SegmentCleaner(disk, live);
        cleaner.Begin(1);
        Assert.Equal([(1, 1), (2, 1), (1, 2)], Turns(cleaner));

        // What the writer does before it writes the group with the run's last record.
        ending.EndTurn = 3;

        Assert.Equal([(2, 1)], Turns(cleaner));
    }

    [Fact]
    public async Task Batch_EndThatSomebodyNeeds_IsCopiedWithoutTheRest()
    {
        var (live, ended) = (new LiveRecords(), new LiveRun(1));
        using var disk = new JournalDirectory(_directory.Path);
        await WriteAsync(disk, live, (ended, 1), (ended, 2), (ended, -3));
        using var cleaner = new SegmentCleaner(disk, live);
        cleaner.Begin(1);

        Assert.Equal([(1, 3)], Turns(cleaner));
        live.Release(ended);
        Assert.Empty(Turns(cleaner));
        Assert.Equal(0, live.BytesIn(1));
    }

    [Fact]
    public async Task Batch_EndOfAReleasedRun_IsFollowedByItsRelease()
    {
        var (live, ended) = (new LiveRecords(keepsFinished: true), new LiveRun(7));
        using var disk = new JournalDirectory(_directory.Path);
        await WriteAsync(disk, live, (ended, 1), (ended, -2));
        Assert.True(live.IsPinned(1));
        live.Unpin([KeptRun.Of(7, ended.Pins, [])]);
        Assert.False(live.IsPinned(1));
        Assert.True(live.TakeFreed());
        Assert.False(live.TakeFreed());
        using var cleaner = new SegmentCleaner(disk, live);
        cleaner.Begin(1);

        var records = cleaner.Batch.Select(static copy => Wire.Record.Parser.ParseFrom(copy.Span)).ToArray();

        Assert.Equal([(7L, 2), (0L, 0)], records.Select(static record => (record.Number, record.Turn)));
        Assert.Equal([7L], records[1].Released);
    }

    /// <summary>Writes records by run and turn; the turn that ends the run is negative.</summary>
    private static async Task WriteAsync(
        JournalDirectory disk,
        LiveRecords live,
        params (LiveRun Run, int Turn)[] records
    )
    {
        await using var writer = JournalText.Open(new SharedStorage(disk), live: live);
        foreach (var (run, turn) in records)
        {
            run.EndTurn = turn < 0 ? -turn : 0;
            var record = new Wire.Record
            {
                RunId = "run",
                Number = run.Number,
                Turn = Math.Abs(turn),
            };
            await JournalText.Append(writer, record.ToByteArray(), run);
        }
    }

    private static IEnumerable<(int Number, int Turn)> Turns(SegmentCleaner cleaner) =>
        cleaner.Batch.Select(static copy =>
        {
            var record = Wire.Record.Parser.ParseFrom(copy.Span);
            return ((int)record.Number, record.Turn);
        });

    /// <summary>A directory that the writer does not own.</summary>
    private sealed class SharedStorage(JournalDirectory inner) : IJournalStorage
    {
        public IReadOnlyList<int> Segments() => inner.Segments();

        public string NameOf(int segment) => inner.NameOf(segment);

        public long LengthOf(int segment) => inner.LengthOf(segment);

        public Stream OpenRead(int segment) => inner.OpenRead(segment);

        public IJournalSegment Create(int segment) => inner.Create(segment);

        public IJournalSegment Open(int segment, long length) => inner.Open(segment, length);

        public void Delete(int segment) => inner.Delete(segment);

        public void Dispose() { }
    }
}
