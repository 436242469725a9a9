using FlowFunctions.Runners.Folders;

namespace FlowFunctions.Runners.Tests.Folders;

public sealed class FolderCacheTests : IDisposable
{
    private const int Page = 4096;
    private readonly TestFolder _disk = new();
    private readonly FolderCache _cache;

    public FolderCacheTests() => _cache = Open();

    [Fact]
    public async Task Folder_AskedByManyAtOnce_IsBuiltOnce()
    {
        var builds = 0;
        var go = new TaskCompletionSource();
        var rents = Enumerable
            .Range(0, 20)
            .Select(_ =>
                _cache.RentAsync(
                    "a",
                    async (folder, _) =>
                    {
                        Interlocked.Increment(ref builds);
                        await go.Task;
                        await FillAsync(folder);
                    },
                    default
                )
            )
            .ToList();

        go.SetResult();
        var leases = await Task.WhenAll(rents);

        Assert.Equal(1, builds);
        Assert.Single(leases.Select(lease => lease.Path).Distinct());
    }

    [Fact]
    public async Task Folder_HalfBuilt_IsNotSeen()
    {
        var rent = _cache.RentAsync(
            "a",
            async (folder, _) =>
            {
                await FillAsync(folder);
                Assert.False(Directory.Exists(_disk["cache/0/a"]));
            },
            default
        );

        using var lease = await rent;
        Assert.True(File.Exists(Path.Combine(lease.Path, "file")));
    }

    [Fact]
    public async Task Build_Failing_ReachesAllAndTheNextTriesAgain()
    {
        var go = new TaskCompletionSource();
        async Task Fail(string folder, CancellationToken cancellationToken)
        {
            await FillAsync(folder);
            await go.Task;
            throw new InvalidDataException("broken");
        }

        var rents = new[] { _cache.RentAsync("a", Fail, default), _cache.RentAsync("a", Fail, default) };
        go.SetResult();

        foreach (var rent in rents)
        {
            await Assert.ThrowsAsync<InvalidDataException>(() => rent);
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(_disk["cache/0/.work"]));
        using var lease = await RentAsync("a");
        Assert.True(File.Exists(Path.Combine(lease.Path, "file")));
    }

    [Fact]
    public async Task Caller_GivingUp_DoesNotStopTheBuildForOthers()
    {
        using var impatient = new CancellationTokenSource();
        var go = new TaskCompletionSource();
        async Task Build(string folder, CancellationToken cancellationToken)
        {
            await go.Task.WaitAsync(cancellationToken);
            await FillAsync(folder);
        }

        var first = _cache.RentAsync("a", Build, impatient.Token);
        var second = _cache.RentAsync("a", Build, default);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        go.SetResult();

        using var lease = await second;
        Assert.True(File.Exists(Path.Combine(lease.Path, "file")));
    }

    [Fact]
    public async Task Caller_LastToGiveUp_StopsTheBuildAndTheNextBuildsAnew()
    {
        using var impatient = new CancellationTokenSource();
        var stopped = new TaskCompletionSource();
        var rent = _cache.RentAsync(
            "a",
            async (folder, cancelled) =>
            {
                await using var _ = cancelled.Register(stopped.SetResult);
                await Task.Delay(Timeout.Infinite, cancelled);
            },
            impatient.Token
        );

        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => rent);
        await stopped.Task.WaitAsync(TimeSpan.FromSeconds(10));

        using var lease = await RentAsync("a");
        Assert.True(File.Exists(Path.Combine(lease.Path, "file")));
    }

    [Fact]
    public async Task Size_GoneBeyond_RemovesWhatWasNotUsedForLongest()
    {
        foreach (var key in (string[])["a", "b", "a", "c", "d"])
        {
            using var lease = await RentAsync(key);
        }

        Assert.Equal(["a", "c", "d"], Keys());
    }

    [Fact]
    public async Task Folder_InUse_IsNeverRemoved()
    {
        var a = await RentAsync("a");
        foreach (var key in (string[])["b", "c", "d", "e"])
        {
            using var lease = await RentAsync(key);
        }

        Assert.Equal(["a", "d", "e"], Keys());
        using var f = await RentAsync("f");
        using var g = await RentAsync("g");
        using var h = await RentAsync("h");
        Assert.Equal(["a", "f", "g", "h"], Keys());
        a.Dispose();
        a.Dispose();
        Assert.Equal(["f", "g", "h"], Keys());
    }

    [Fact]
    public async Task Leftovers_OfAProcessThatDied_AreRemovedAtStart()
    {
        using (await RentAsync("a")) { }
        _cache.Dispose();
        _disk.Write("cache/0/.work/half/file", "x");
        FileTree.SetMode(_disk["cache/0/.work/half"], FileTree.Folder);

        using var again = Open();
        using var lease = await again.RentAsync("b", (folder, _) => FillAsync(folder), default);

        Assert.Empty(Directory.EnumerateFileSystemEntries(_disk["cache/0/.work"]));
        Assert.Equal(["a", "b"], Keys());
    }

    [Fact]
    public async Task Cache_OfAnEarlierStartOfTheMachine_IsNotTrusted()
    {
        using (await RentAsync("a")) { }
        _cache.Dispose();
        _disk.Write("cache/0.boot", "another");

        using var again = Open();
        using var lease = await again.RentAsync("b", (folder, _) => FillAsync(folder), default);

        Assert.Equal(["b"], Keys());
    }

    [Fact]
    public async Task Process_Second_HasAPlaceOfItsOwn()
    {
        using var mine = await RentAsync("a");
        using var other = Open();
        using var theirs = await other.RentAsync("a", (folder, _) => FillAsync(folder), default);

        Assert.Equal(_disk["cache/0/a"], mine.Path);
        Assert.Equal(_disk["cache/1/a"], theirs.Path);
    }

    [Fact]
    public async Task Links_InWhatWasBuilt_AreNotFollowed()
    {
        var outside = _disk.Write("outside/secret", "x");
        FileTree.SetMode(outside, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        using (
            await _cache.RentAsync(
                "a",
                (folder, _) =>
                {
                    File.CreateSymbolicLink(Path.Combine(folder, "file"), outside);
                    Directory.CreateSymbolicLink(Path.Combine(folder, "folder"), _disk["outside"]);
                    return Task.CompletedTask;
                },
                default
            )
        )
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, new FileInfo(outside).UnixFileMode);
        }

        FileTree.Delete(_disk["cache/0/a"]);
        Assert.True(File.Exists(outside));
    }

    public void Dispose()
    {
        _cache.Dispose();
        _disk.Dispose();
    }

    private FolderCache Open() => new(_disk["cache"], 3 * Page, TimeProvider.System);

    private Task<FolderLease> RentAsync(string key) =>
        _cache.RentAsync(key, (folder, _) => FillAsync(folder), CancellationToken.None);

    private static Task FillAsync(string folder) =>
        File.WriteAllBytesAsync(Path.Combine(folder, "file"), new byte[Page]);

    private IEnumerable<string> Keys() =>
        Directory
            .EnumerateDirectories(_disk["cache/0"])
            .Select(path => Path.GetFileName(path)!)
            .Where(name => name[0] != '.')
            .Order(StringComparer.Ordinal);
}
