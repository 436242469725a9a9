using FlowFunctions.Runners.Folders;

namespace FlowFunctions.Runners.Tests.Folders;

public sealed class ScriptFoldersTests : IDisposable
{
    private readonly TestFolder _disk = new();
    private readonly Contents _contents = new();
    private readonly ScriptFolders _folders;

    public ScriptFoldersTests() => _folders = Open();

    [Fact]
    public async Task Files_Asked_AreOnDiskAndReadOnly()
    {
        var files = _contents.Add(("main.py", "print(1)"), ("lib/tool.sh", "#!/bin/sh\necho 2"), ("lib/empty", ""));

        using var lease = await RentAsync(files);

        var path = lease.Folder.Path;
        Assert.Equal("print(1)", await File.ReadAllTextAsync(Path.Combine(path, "main.py")));
        Assert.Equal(["lib", "lib/empty", "lib/tool.sh", "main.py"], Entries(path));
        Assert.Equal(FileTree.File, Mode(path, "main.py"));
        Assert.Equal(FileTree.Folder, Mode(path, "lib/tool.sh"));
        Assert.Equal(FileTree.Folder, Mode(path, "lib"));
        Assert.Equal(FileTree.Folder, Mode(path, ""));
    }

    [Fact]
    public async Task Files_SameSetInOtherOrder_AreTheSameFolderAndFetchedOnce()
    {
        var files = _contents.Add(("a", "1"), ("b", "2"));
        using var first = await RentAsync(files);

        using var second = await RentAsync(files.Reverse().ToDictionary());

        Assert.Equal(first.Folder, second.Folder);
        Assert.Equal(2, _contents.Fetches);
    }

    [Fact]
    public async Task Files_OtherPathsOrContents_HaveAnotherHash()
    {
        var sets = new[]
        {
            _contents.Add(("a", "1"), ("b", "2")),
            _contents.Add(("a", "2"), ("b", "1")),
            _contents.Add(("a", "1"), ("c", "2")),
            _contents.Add(("a", "1")),
        };

        var hashes = new List<string>();
        foreach (var set in sets)
        {
            using var lease = await RentAsync(set);
            hashes.Add(lease.Folder.Hash);
        }

        Assert.Equal(sets.Length, hashes.Distinct().Count());
    }

    [Theory]
    [InlineData("")]
    [InlineData("/etc/passwd")]
    [InlineData("../x")]
    [InlineData("a/../../x")]
    [InlineData("a/./x")]
    [InlineData("a//x")]
    [InlineData("a/")]
    [InlineData("..")]
    [InlineData("a\\..\\x")]
    [InlineData("a\0b")]
    [InlineData("a\nb")]
    public async Task Path_NotAllowed_IsRefusedAndNothingIsFetched(string path)
    {
        var exception = await FailAsync(_contents.Add(("ok", "1"), (path, "2")));

        Assert.Equal(ScriptFolderFault.BadPath, exception.Fault);
        Assert.Equal(0, _contents.Fetches);
    }

    [Fact]
    public async Task Path_TooLong_IsRefused()
    {
        var longName = new string('x', 256);
        var longPath = string.Join('/', Enumerable.Repeat("abcdefghi", 110));

        Assert.Equal(ScriptFolderFault.BadPath, (await FailAsync(_contents.Add((longName, "1")))).Fault);
        Assert.Equal(ScriptFolderFault.BadPath, (await FailAsync(_contents.Add((longPath, "1")))).Fault);
    }

    [Fact]
    public async Task Path_FolderOfAnother_IsRefused()
    {
        var exception = await FailAsync(_contents.Add(("a/b", "1"), ("a/b/c/d", "2")));

        Assert.Equal(ScriptFolderFault.BadPath, exception.Fault);
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("../../../../../../../../../../../../../../../../../../../etc/pass")]
    public async Task Hash_NoSha256_IsRefused(string hash)
    {
        var exception = await FailAsync(new() { ["a"] = hash });

        Assert.Equal(ScriptFolderFault.BadHash, exception.Fault);
    }

    [Fact]
    public async Task Content_NotThere_IsToldAndNothingIsLeft()
    {
        var files = _contents.Add(("a", "1"));
        files["b"] = new string('0', 64);

        var exception = await FailAsync(files);

        Assert.Equal(ScriptFolderFault.ContentMissing, exception.Fault);
        Assert.True(exception.Retryable);
        Assert.Empty(Folders());
    }

    [Fact]
    public async Task Content_NotWhatItsHashSays_IsRefused()
    {
        var files = _contents.Add(("a", "1"));
        _contents.Damage(files["a"]);

        var exception = await FailAsync(files);

        Assert.Equal(ScriptFolderFault.ContentChanged, exception.Fault);
        Assert.Empty(Folders());
    }

    [Fact]
    public async Task Limits_GoneBeyond_AreTold()
    {
        using var small = new ScriptFolders(
            new()
            {
                Root = _disk["small"],
                MaxFiles = 2,
                MaxFolderBytes = 10,
            },
            TimeProvider.System
        );

        var many = _contents.Add(("a", "1"), ("b", "1"), ("c", "1"));
        var large = _contents.Add(("a", "123456"), ("b", "1234567"));
        foreach (var files in (Dictionary<string, string>[])[many, large])
        {
            var exception = await Assert.ThrowsAsync<ScriptFolderException>(async () =>
                await small.RentAsync(files, _contents.FetchAsync)
            );
            Assert.Equal(ScriptFolderFault.TooLarge, exception.Fault);
        }
    }

    [Fact]
    public async Task Disk_Refusing_IsTold()
    {
        using var folders = new ScriptFolders(
            new() { Root = Path.Combine(_disk.Write("file", ""), "cache") },
            TimeProvider.System
        );

        var exception = await Assert.ThrowsAsync<ScriptFolderException>(async () =>
            await folders.RentAsync(_contents.Add(("a", "1")), _contents.FetchAsync)
        );

        Assert.Equal(ScriptFolderFault.Disk, exception.Fault);
    }

    [Fact]
    public async Task Process_StartedAgain_FindsTheFolder()
    {
        var files = _contents.Add(("a", "1"));
        using (await RentAsync(files)) { }
        _folders.Dispose();

        using var again = Open();
        using var lease = await again.RentAsync(files, _contents.FetchAsync);

        Assert.Equal("1", await File.ReadAllTextAsync(Path.Combine(lease.Folder.Path, "a")));
        Assert.Equal(1, _contents.Fetches);
    }

    public void Dispose()
    {
        _folders.Dispose();
        _disk.Dispose();
    }

    private ScriptFolders Open() => new(new() { Root = _disk["cache"] }, TimeProvider.System);

    private ValueTask<ScriptFolderLease> RentAsync(Dictionary<string, string> files) =>
        _folders.RentAsync(files, _contents.FetchAsync);

    private Task<ScriptFolderException> FailAsync(Dictionary<string, string> files) =>
        Assert.ThrowsAsync<ScriptFolderException>(async () => await RentAsync(files));

    private IEnumerable<string> Folders() =>
        Directory
            .EnumerateFileSystemEntries(_disk["cache/0"], "*", SearchOption.AllDirectories)
            .Where(path => !path.EndsWith(".work", StringComparison.Ordinal));

    private static UnixFileMode Mode(string folder, string name) =>
        new FileInfo(Path.Combine(folder, name)).UnixFileMode;

    private static IEnumerable<string> Entries(string folder) =>
        Directory
            .EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder, path))
            .Order(StringComparer.Ordinal);
}
