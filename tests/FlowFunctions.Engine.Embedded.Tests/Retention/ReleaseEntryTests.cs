using FlowFunctions.Engine.Embedded.Codec;
using FlowFunctions.Engine.Embedded.Retention;

namespace FlowFunctions.Engine.Embedded.Tests.Retention;

public sealed class ReleaseEntryTests
{
    [Fact]
    public void Record_OfAsManyRunsAsItMayHold_IsBelowTheLimitOfRecords()
    {
        var runs = Enumerable
            .Range(0, ReleaseEntry.MaxRuns)
            .Select(static index => KeptRun.Of(long.MaxValue - index, [new SegmentPin(1, 1)], []))
            .ToArray();

        var entry = new ReleaseEntry(runs);

        Assert.InRange(entry.Record.Length, 1, 64 * 1024);
        Assert.Equal(runs.Select(static run => run.Number), RecordHeads.Parse(entry.Record.Span).Released);
    }

    [Fact]
    public void KeptRun_OfSeveralSegmentsWithValues_KeepsAllOfThem()
    {
        SegmentPin[] pins = [new(1, 10), new(2, 20), new(5, 50)];
        var run = KeptRun.Of(7, pins, []);

        Assert.Equal(pins, run.Pins);
        Assert.Equal(pins, run.With(["hash"]).Pins);
        Assert.Equal(["hash"], run.With(["hash"]).More!.Hashes);
        Assert.Null(KeptRun.Of(7, pins[..1], []).More);
    }
}
