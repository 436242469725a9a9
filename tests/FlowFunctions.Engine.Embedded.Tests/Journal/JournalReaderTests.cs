using FlowFunctions.Engine.Embedded.Journal;

namespace FlowFunctions.Engine.Embedded.Tests.Journal;

public sealed class JournalReaderTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string SegmentFile => JournalText.FileOf(_directory.Path);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Read_TornAtEveryByteOfTheLastRecord_KeepsTheRestAndGoesOn()
    {
        await JournalText.WriteAsync(_directory.Path, "one", "two", "the last record");
        var whole = await File.ReadAllBytesAsync(SegmentFile);
        var last = whole.Length - JournalFormat.RecordHeaderSize - "the last record".Length;
        for (var length = last; length < whole.Length; length++)
        {
            await File.WriteAllBytesAsync(SegmentFile, whole[..length]);
            Assert.Equal(["one", "two"], JournalText.Read(_directory.Path));
        }

        await JournalText.WriteAsync(_directory.Path, "three");
        Assert.Equal(["one", "two", "three"], JournalText.Read(_directory.Path));
    }

    [Fact]
    public async Task Read_GarbageInsteadOfTheLastRecord_IsCut()
    {
        await JournalText.WriteAsync(_directory.Path, "one", "two");
        var whole = await File.ReadAllBytesAsync(SegmentFile);
        for (var index = whole.Length - JournalFormat.RecordHeaderSize - 3; index < whole.Length; index++)
        {
            await File.WriteAllBytesAsync(SegmentFile, Flip(whole, index));
            Assert.Equal(["one"], JournalText.Read(_directory.Path));
        }

        await File.WriteAllBytesAsync(SegmentFile, [.. whole, .. new byte[4096]]);
        Assert.Equal(["one", "two"], JournalText.Read(_directory.Path));
    }

    [Fact]
    public async Task Read_DamageBeforeAFlushedRecord_IsRefusedWithFileAndOffset()
    {
        await JournalText.WriteAsync(_directory.Path, "one", "two", "three");
        var whole = await File.ReadAllBytesAsync(SegmentFile);
        var second = JournalFormat.HeaderSize + JournalFormat.RecordHeaderSize + "one".Length;
        for (var index = second; index < second + JournalFormat.RecordHeaderSize + "two".Length; index++)
        {
            var damaged = Flip(whole, index);
            await File.WriteAllBytesAsync(SegmentFile, damaged);
            var exception = Assert.Throws<JournalCorruptException>(() => JournalText.Read(_directory.Path));

            Assert.Equal((SegmentFile, second), (exception.File, exception.Offset));
            Assert.Contains($"offset {second}", exception.Message, StringComparison.Ordinal);
            Assert.Equal(damaged, await File.ReadAllBytesAsync(SegmentFile));
        }
    }

    [Fact]
    public void Read_UnflushedGroupWhoseFirstPartIsMissing_IsATornEnd()
    {
        // A power cut during the flush of a group: its second record reached the disk, its first did not.
        var first = Record("one", flushed: JournalFormat.HeaderSize);
        var lost = new byte[JournalFormat.RecordHeaderSize + 3];
        var flushed = (uint)(JournalFormat.HeaderSize + first.Length);
        File.WriteAllBytes(SegmentFile, [.. JournalFormat.Header(1), .. first, .. lost, .. Record("two", flushed)]);

        Assert.Equal(["one"], JournalText.Read(_directory.Path));
    }

    [Fact]
    public async Task Read_TornEndOfAnOlderSegment_IsRefused()
    {
        await WriteTwoSegmentsAsync();
        var whole = await File.ReadAllBytesAsync(SegmentFile);
        await File.WriteAllBytesAsync(SegmentFile, whole[..^1]);

        var exception = Assert.Throws<JournalCorruptException>(() => JournalText.Read(_directory.Path));
        Assert.Equal((SegmentFile, JournalFormat.HeaderSize), (exception.File, exception.Offset));
    }

    [Fact]
    public async Task Read_MissingSegment_IsRefused()
    {
        await WriteTwoSegmentsAsync();
        File.Move(JournalText.FileOf(_directory.Path, 2), JournalText.FileOf(_directory.Path, 3));

        var exception = Assert.Throws<JournalCorruptException>(() => JournalText.Read(_directory.Path));
        Assert.Equal(JournalText.FileOf(_directory.Path, 2), exception.File);
    }

    [Fact]
    public async Task Read_DamagedHeader_IsRefused()
    {
        await JournalText.WriteAsync(_directory.Path, "one");
        var whole = await File.ReadAllBytesAsync(SegmentFile);
        for (var index = 0; index < JournalFormat.HeaderSize; index++)
        {
            await File.WriteAllBytesAsync(SegmentFile, Flip(whole, index));
            Assert.ThrowsAny<JournalException>(() => JournalText.Read(_directory.Path));
        }
    }

    [Fact]
    public async Task Read_NewerFormat_SaysSo()
    {
        var header = JournalFormat.Header(1);
        header[8]++;
        await File.WriteAllBytesAsync(SegmentFile, header);

        var exception = Assert.Throws<JournalException>(() => JournalText.Read(_directory.Path));
        Assert.Contains("newer program", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_LastSegmentWithoutItsHeader_IsMadeAgain()
    {
        await JournalText.WriteAsync(_directory.Path, "one");
        for (var length = 0; length < JournalFormat.HeaderSize; length++)
        {
            await File.WriteAllBytesAsync(JournalText.FileOf(_directory.Path, 2), JournalFormat.Header(2)[..length]);
            Assert.Equal(["one"], JournalText.Read(_directory.Path));
        }

        // Nobody needs what the first segment holds, so opening drops it.
        await JournalText.WriteAsync(_directory.Path, "two");
        Assert.Equal(["two"], JournalText.Read(_directory.Path));
    }

    private static byte[] Record(string line, uint flushed)
    {
        var record = new byte[JournalFormat.RecordHeaderSize + line.Length];
        JournalFormat.WriteRecord(record, System.Text.Encoding.UTF8.GetBytes(line), flushed);
        return record;
    }

    private static byte[] Flip(byte[] bytes, int index)
    {
        byte[] copy = [.. bytes];
        copy[index] ^= 0x40;
        return copy;
    }

    private async Task WriteTwoSegmentsAsync()
    {
        await using var writer = JournalText.Open(new JournalDirectory(_directory.Path), new() { SegmentBytes = 4096 });
        await JournalText.Append(writer, new string('a', 5000), new LiveRun(1));
        await JournalText.Append(writer, "b");
    }
}
