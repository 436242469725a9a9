using FlowFunctions.Engine.Embedded.Journal;
using FlowFunctions.Engine.Embedded.Payloads;
using FlowFunctions.Engine.Embedded.Tests.Engine;
using FlowFunctions.Engine.Payloads;

namespace FlowFunctions.Engine.Embedded.Tests.Payloads;

public sealed class PayloadDirectoryTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly ManualTime _time = new();
    private readonly PayloadDirectory _store;

    public PayloadDirectoryTests() =>
        _store = new PayloadDirectory(Path.Combine(_directory.Path, "payloads"), Durability.Flush, _time);

    private string[] Files =>
        [.. Directory.EnumerateFiles(_directory.Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    [Fact]
    public async Task Put_Content_IsFoundByItsHash()
    {
        var reference = await _store.PutAsync("[1,2,3]"u8.ToArray(), default);

        Assert.Equal("[1,2,3]"u8.ToArray(), await _store.GetAsync(reference, default));
        Assert.EndsWith(
            $"payloads/{reference.Hash[..2]}/{reference.Hash}",
            Assert.Single(Files),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Put_SameContentManyTimesAtOnce_IsOneFile()
    {
        var content = new byte[100_000];

        var references = await Task.WhenAll(
            Enumerable.Range(0, 50).Select(_ => Task.Run(() => _store.PutAsync(content, default).AsTask()))
        );

        Assert.Single(references.Distinct());
        Assert.Single(Files);
        Assert.Equal(content, await _store.GetAsync(references[0], default));
    }

    [Fact]
    public async Task Get_NothingKept_IsMissing() =>
        await Assert.ThrowsAsync<PayloadMissingException>(async () =>
            await _store.GetAsync(PayloadReference.Of("x"u8), default)
        );

    [Theory]
    [InlineData("[1,2,4]")]
    [InlineData("")]
    public async Task Get_DamagedFile_IsMissing(string damaged)
    {
        var reference = await _store.PutAsync("[1,2,3]"u8.ToArray(), default);
        await File.WriteAllTextAsync(Files[0], damaged);

        var exception = await Assert.ThrowsAsync<PayloadMissingException>(async () =>
            await _store.GetAsync(reference, default)
        );
        Assert.Contains("is damaged", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_NameThatIsNoHash_IsRefused() =>
        await Assert.ThrowsAsync<ArgumentException>(async () =>
            await _store.GetAsync(new PayloadReference("../../etc/passwd", 1), default)
        );

    [Fact]
    public async Task Delete_KeptAgainSince_StaysThere()
    {
        var content = "[1,2,3]"u8.ToArray();
        var reference = await _store.PutAsync(content, default);
        _time.Advance(TimeSpan.FromHours(1));
        var later = _time.GetUtcNow();
        Assert.Equal([reference.Hash], await _store.ListAsync(later, default).ToArrayAsync());
        await _store.PutAsync(content, default);

        Assert.Empty(await _store.ListAsync(later, default).ToArrayAsync());
        await _store.DeleteAsync(reference.Hash, later, default);
        Assert.Equal(content, await _store.GetAsync(reference, default));

        await _store.DeleteAsync(reference.Hash, later + TimeSpan.FromTicks(1), default);
        Assert.Empty(Files);
    }

    [Fact]
    public async Task List_UnfinishedWriteOfAKilledProcess_IsCleanedUp()
    {
        var reference = await _store.PutAsync("[1]"u8.ToArray(), default);
        var unfinished = Path.Combine(Path.GetDirectoryName(Files[0])!, "half.tmp");
        var foreign = Path.Combine(Path.GetDirectoryName(Files[0])!, "notes");
        await File.WriteAllTextAsync(unfinished, "[1");
        await File.WriteAllTextAsync(foreign, "Of somebody else.");
        File.SetLastWriteTimeUtc(foreign, _time.GetUtcNow().UtcDateTime);
        File.SetLastWriteTimeUtc(unfinished, _time.GetUtcNow().UtcDateTime);

        Assert.Equal(
            [reference.Hash],
            await _store.ListAsync(_time.GetUtcNow() + TimeSpan.FromHours(1), default).ToArrayAsync()
        );
        Assert.False(File.Exists(unfinished));
        Assert.True(File.Exists(foreign));
    }

    public void Dispose() => _directory.Dispose();
}
