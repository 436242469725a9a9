using System.Globalization;
using System.Text;
using FlowFunctions.Storage.Logs;

namespace FlowFunctions.Storage.Tests.Logs;

public sealed class LogSearchTests
{
    private const int Count = 60_000;
    private static readonly DateTimeOffset Start = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private readonly byte[] _log = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, Count).Select(Line)));
    private int _reads;

    [Theory]
    [InlineData(-5)]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(31_234)]
    [InlineData(Count - 1)]
    [InlineData(Count + 5)]
    public async Task Find_Time_GivesABeginningOfALineBeforeIt(int line)
    {
        var from = Start.AddSeconds(line);

        var offset = (int)await LogSearch.FindAsync(_log.Length, from, ReadAsync);

        Assert.True(offset == 0 || _log[offset - 1] == '\n');
        Assert.DoesNotContain(Lines(_log.AsSpan(0, offset)), at => at >= from);
        Assert.True(_reads <= 8, $"{_reads} reads");
        var isNear = Lines(_log.AsSpan(offset)).Count(at => at < from) * Line(0).Length < 5 * LogStore.MinReadBytes;
        Assert.True(isNear, $"{offset} is far before line {line}");
    }

    [Fact]
    public async Task Find_ShortLog_IsItsBeginning()
    {
        Assert.Equal(0, await LogSearch.FindAsync(100_000, Start.AddSeconds(500), ReadAsync));
        Assert.Equal(0, _reads);
    }

    private static string Line(int index) =>
        $$"""{"at":"{{Start.AddSeconds(index).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)}}","level":"info","text":"{{new string('x', 90)}}"}"""
        + "\n";

    private static List<DateTimeOffset> Lines(ReadOnlySpan<byte> bytes) =>
        [
            .. Encoding
                .UTF8.GetString(bytes)
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(static line => DateTimeOffset.Parse(line.AsSpan(7, 24), CultureInfo.InvariantCulture)),
        ];

    private Task<LogPart?> ReadAsync(long offset)
    {
        _reads++;
        var part = _log.AsMemory((int)offset, Math.Min(LogStore.MinReadBytes, _log.Length - (int)offset));
        var lines = part[..(part.Span.LastIndexOf((byte)'\n') + 1)];
        return Task.FromResult<LogPart?>(new LogPart(lines, offset + lines.Length, _log.Length));
    }
}
