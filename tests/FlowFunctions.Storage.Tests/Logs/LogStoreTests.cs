using FlowFunctions.Storage.Logs;
using FlowFunctions.Storage.Tests.Local;

namespace FlowFunctions.Storage.Tests.Logs;

[Collection(nameof(StorageTests))]
public sealed class LogStoreTests(AzuriteFixture fixture)
{
    private readonly LogStore _store = new(fixture.Account, TimeProvider.System);
    private readonly string _workspace = AzuriteFixture.NewName();

    [Fact]
    public async Task Read_ByParts_GivesWholeLines()
    {
        var key = new LogKey(_workspace, "run", "step", 1);
        var texts = Enumerable.Range(0, 60).Select(i => new string((char)('a' + (i % 26)), 10_000)).ToList();
        await WriteAsync(key, [.. texts]);

        Assert.Equal(texts, await _store.TextsAsync(key));
        var part = await _store.ReadAsync(key);
        Assert.Equal(part!.Length, part.Bytes.Length);
        var end = await _store.ReadAsync(key, part.Length);
        Assert.Equal((0, part.Length, part.Length), (end!.Bytes.Length, end.NextOffset, end.Length));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5_000)]
    public async Task Read_Absent_IsNull(int length) =>
        Assert.Null(await _store.ReadAsync(new LogKey(_workspace, "run", new string('s', length), 1)));

    [Theory]
    [InlineData(-1, 200_000)]
    [InlineData(0, 1_000)]
    [InlineData(0, 5_000_000)]
    public async Task Read_OutOfRange_IsRefused(long offset, int bytes) =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() =>
            _store.ReadAsync(new LogKey(_workspace, "run", "step", 1), offset, bytes)
        );

    [Theory]
    [InlineData("..", "..")]
    [InlineData(".", "a/../b")]
    [InlineData("a/b?c#d%25", "loop[17]/each[3]/ü \\ 日本")]
    public async Task Keys_SpecialCharacters_AreKept(string run, string path)
    {
        var key = new LogKey(_workspace, run, path, 12);
        await WriteAsync(key, "line");

        Assert.Equal(["line"], await _store.TextsAsync(key));
        var listed = await _store.ListAsync(_workspace, run).ToListAsync();
        Assert.Equal(key, Assert.Single(listed).Key);
        Assert.True(listed[0].Length > 0);
        await _store.DeleteAsync(_workspace, run);
        Assert.Null(await _store.ReadAsync(key));
    }

    [Fact]
    public async Task Delete_Run_TakesCalledRunsButNoOthers()
    {
        LogKey[] keys =
        [
            new(_workspace, "run", "a", 1),
            new(_workspace, "run", "a", 2),
            new(_workspace, "run", "b", 1),
            new(_workspace, "run~3", "a", 1),
            new(_workspace, "run2", "a", 1),
        ];
        foreach (var key in keys)
        {
            await WriteAsync(key, "line");
        }

        Assert.Equal(keys[..3], await _store.ListAsync(_workspace, "run").Select(static log => log.Key).ToListAsync());
        await _store.DeleteAsync(_workspace, "run");
        await _store.DeleteAsync(_workspace, "run");

        Assert.Empty(await _store.ListAsync(_workspace, "run").ToListAsync());
        Assert.Empty(await _store.ListAsync(_workspace, "run~3").ToListAsync());
        Assert.Single(await _store.ListAsync(_workspace, "run2").ToListAsync());
    }

    private async Task WriteAsync(LogKey key, params string[] texts)
    {
        await using var log = _store.Open(key);
        foreach (var text in texts)
        {
            log.Write(StepLogLevel.Info, text);
        }
    }
}
