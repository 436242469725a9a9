using FlowFunctions.Engine.Embedded.Journal;

namespace FlowFunctions.Engine.Embedded.Tests.Journal;

public sealed class JournalWriterTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Append_RecordsOfManySizes_AreReadBackInOrder()
    {
        var random = new Random(1);
        var lines = Enumerable
            .Range(0, 200)
            .Select(i => new string((char)('a' + (i % 26)), random.Next(1, 5000)))
            .ToArray();

        await JournalText.WriteAsync(_directory.Path, lines[..100]);
        await JournalText.WriteAsync(_directory.Path, lines[100..]);

        Assert.Equal(lines, JournalText.Read(_directory.Path));
    }

    [Fact]
    public async Task Append_ManyCallersDuringOneFlush_AreWrittenAsOneGroup()
    {
        var disk = new TestDisk(_directory.Path);
        await using var writer = JournalText.Open(disk);
        disk.FlushGate.Reset();
        var first = JournalText.Append(writer, "first");
        var others = Enumerable.Range(0, 500).Select(i => JournalText.Append(writer, $"{i}")).ToArray();
        var before = disk.Flushes;
        disk.FlushGate.Set();
        await Task.WhenAll([first, .. others]);

        // The first group holds what was queued when the writer woke up, the second one everything else.
        Assert.InRange(disk.Flushes - before, 0, 2);
        Assert.Equal(501, JournalText.Read(disk).Count);
    }

    [Fact]
    public async Task Append_MoreThanTheQueueHolds_WaitsAndLosesNothing()
    {
        await using (var writer = JournalText.Open(new JournalDirectory(_directory.Path), new() { QueueLength = 2 }))
        {
            await Task.WhenAll(Enumerable.Range(0, 300).Select(i => JournalText.Append(writer, $"{i}")));
        }

        Assert.Equal(300, JournalText.Read(_directory.Path).Distinct().Count());
    }

    [Fact]
    public async Task Append_Buffered_DoesNotFlush()
    {
        var disk = new TestDisk(_directory.Path);
        await using var writer = JournalText.Open(disk, new() { Durability = Durability.Buffered });
        var before = disk.Flushes;
        await JournalText.Append(writer, "a");
        await JournalText.Append(writer, "b");

        Assert.Equal(before, disk.Flushes);
        Assert.Equal(["a", "b"], JournalText.Read(disk));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Append_DiskFails_RefusesThisAndEverythingAfterIt(bool onWrite)
    {
        var disk = new TestDisk(_directory.Path);
        await using (var writer = JournalText.Open(disk))
        {
            await JournalText.Append(writer, "kept");
            var failure = new IOException("No space left on device");
            disk.WriteFailure = onWrite ? failure : null;
            disk.FlushFailure = onWrite ? null : failure;
            var first = await Assert.ThrowsAsync<JournalException>(() => JournalText.Append(writer, "lost"));
            (disk.WriteFailure, disk.FlushFailure) = (null, null);
            var writes = disk.Writes;
            await Assert.ThrowsAsync<JournalException>(() => JournalText.Append(writer, "late"));

            Assert.Contains("00000001.journal", first.Message, StringComparison.Ordinal);
            Assert.Contains("No space left on device", first.Message, StringComparison.Ordinal);
            Assert.Equal(writes, disk.Writes);
        }

        Assert.Equal("kept", JournalText.Read(_directory.Path)[0]);
        Assert.DoesNotContain("late", JournalText.Read(_directory.Path));
    }

    [Fact]
    public async Task Append_AfterDispose_IsRefused()
    {
        var writer = JournalText.Open(new JournalDirectory(_directory.Path));
        await writer.DisposeAsync();

        await Assert.ThrowsAsync<JournalException>(() => JournalText.Append(writer, "late"));
    }

    [Fact]
    public async Task Append_EmptyRecord_IsRefusedAlone()
    {
        await using var writer = JournalText.Open(new JournalDirectory(_directory.Path));

        await Assert.ThrowsAsync<JournalException>(() => JournalText.Append(writer, ""));
        await JournalText.Append(writer, "next");
    }

    [Fact]
    public async Task Roll_FullSegment_IsFollowedByTheNextAndKeptWhileNeeded()
    {
        var live = new LiveRecords();
        var (first, second) = (live.NewRun(), live.NewRun());
        var storage = new JournalDirectory(_directory.Path);
        await using var writer = JournalText.Open(storage, new() { SegmentBytes = 4096 }, live);
        await JournalText.Append(writer, new string('a', 5000), first);
        await JournalText.Append(writer, new string('b', 5000), second);
        Assert.Equal((5012, 5012), (live.BytesIn(1), live.BytesIn(2)));

        // The younger segment must stay as long as the older one is needed, so that there is never a gap.
        live.Release(second);
        await JournalText.Append(writer, new string('c', 5000));
        Assert.Equal([1, 2, 3], storage.Segments());

        live.Release(first);
        await JournalText.Append(writer, "d");
        Assert.Equal([4], storage.Segments());
        Assert.Equal(["d"], JournalText.Read(storage));
    }

    [Fact]
    public async Task Open_WithFinishedSegments_DeletesThem()
    {
        await using (
            var writer = JournalText.Open(new JournalDirectory(_directory.Path), new() { SegmentBytes = 4096 })
        )
        {
            // Needed by a run that the next process will not find open.
            await JournalText.Append(writer, new string('a', 5000), new LiveRun(1));
            await JournalText.Append(writer, "b");
        }

        Assert.Equal(2, JournalText.Read(_directory.Path).Count);
        await JournalText.Open(new JournalDirectory(_directory.Path)).DisposeAsync();

        Assert.Equal(["b"], JournalText.Read(_directory.Path));
    }

    [Fact]
    public void Open_DirectoryInUse_NamesTheDirectory()
    {
        using var first = new JournalDirectory(_directory.Path);
        var exception = Assert.Throws<JournalInUseException>(() => new JournalDirectory(_directory.Path));

        Assert.Contains(_directory.Path, exception.Message, StringComparison.Ordinal);
        Assert.Contains("another process", exception.Message, StringComparison.Ordinal);
    }
}
