using Azure.Storage.Blobs;
using FlowFunctions.Storage.Files;
using FlowFunctions.Storage.Flows;
using FlowFunctions.Storage.Tests.Local;

namespace FlowFunctions.Storage.Tests.Files;

[Collection(nameof(StorageTests))]
public sealed class FileStoreTests(AzuriteFixture fixture)
{
    private const string Workspace = "default";

    [Fact]
    public async Task File_Put_ComesBackTheSameAndCanBeReplacedAndDeleted()
    {
        var files = await NewAsync();
        var path = Parse("order-intake/lib/ü 'x' #1?.py");

        await files.PutAsync(Workspace, path, "one"u8.ToArray());
        await files.PutAsync(Workspace, path, "two"u8.ToArray());

        var read = await files.GetAsync(Workspace, path);
        Assert.Equal("two"u8.ToArray(), read!.Content);
        Assert.Equal((path, 2, 3L), (read.File.Path, read.File.Version, read.File.Length));
        Assert.Null(await files.GetAsync("other", path));
        Assert.Equal(WriteOutcome.Saved, (await files.DeleteAsync(Workspace, path, new FileEdit())).Outcome);
        Assert.Equal(WriteOutcome.Missing, (await files.DeleteAsync(Workspace, path, new FileEdit())).Outcome);
        Assert.Null(await files.GetAsync(Workspace, path));
    }

    [Fact]
    public async Task Files_WithAPrefix_AreListedByPath()
    {
        var files = await NewAsync();
        foreach (var path in (string[])["b/2.py", "b/1.py", "bc/3.py", "a"])
        {
            await files.PutAsync(Workspace, Parse(path), new byte[path.Length]);
        }

        await files.PutAsync("other", Parse("b/4.py"), new byte[1]);

        var listed = await files.ListAsync(Workspace, "b/").ToListAsync();

        Assert.Equal([("b/1.py", 6), ("b/2.py", 6)], listed.Select(static file => (file.Path.Value, file.Length)));
        Assert.Equal(4, await files.ListAsync(Workspace, "").CountAsync());
    }

    [Fact]
    public async Task File_TooLarge_IsRefusedBeforeSending()
    {
        var files = await NewAsync();

        var refused = await Assert.ThrowsAsync<ArgumentException>(() =>
            files.PutAsync(Workspace, Parse("big"), new byte[FileStore.MaxBytes + 1])
        );

        Assert.Contains("5242880 fit", refused.Message, StringComparison.Ordinal);
        await files.PutAsync(Workspace, Parse("big"), new byte[FileStore.MaxBytes]);
        Assert.Equal(FileStore.MaxBytes, (await files.GetAsync(Workspace, Parse("big")))!.File.Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/etc/passwd")]
    [InlineData("..")]
    [InlineData("a/../b")]
    [InlineData("a/./b")]
    [InlineData("a//b")]
    [InlineData("a/")]
    [InlineData("a./b")]
    [InlineData("a\\b")]
    [InlineData("a\nb")]
    [InlineData("a\u0000")]
    [InlineData("a\u0085")]
    [InlineData("a\u2028")]
    public void Path_ThatIsNone_IsRefusedWithAReason(string text)
    {
        Assert.False(FilePath.TryParse(text, out var path, out var problem));
        Assert.Null(path);
        Assert.StartsWith(
            "The path ",
            problem.Replace("No part of the", "The", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Path_LongerThan512Characters_IsRefused()
    {
        var longest = $"{new string('a', 255)}/{new string('b', 255)}/";
        Assert.Equal(512, longest.Length);
        Assert.True(FilePath.TryParse(longest[1..] + "c", out _, out _));
        Assert.False(FilePath.TryParse(longest + "c", out _, out var problem));
        Assert.Contains("512 fit", problem, StringComparison.Ordinal);
        Assert.False(FilePath.TryParse("half \ud800", out _, out _));
    }

    [Fact]
    public void Path_WithAPartThatNoDiskTakes_IsRefused()
    {
        Assert.True(FilePath.TryParse(new string('ü', 127), out _, out _));
        Assert.False(FilePath.TryParse($"a/{new string('ü', 128)}", out _, out var problem));
        Assert.Contains("255 bytes", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("score.py")]
    [InlineData("order-intake/lib/..hidden")]
    [InlineData(".env")]
    [InlineData("a b/ü😀")]
    public void Path_ThatIsOne_IsTakenAsItIs(string text)
    {
        Assert.True(FilePath.TryParse(text, out var path, out _));
        Assert.Equal(text, path.Value);
    }

    private async Task<FileStore> NewAsync()
    {
        var container = new BlobContainerClient(fixture.ConnectionString, AzuriteFixture.NewName());
        await container.CreateAsync();
        return new FileStore(container);
    }

    private static FilePath Parse(string text) =>
        FilePath.TryParse(text, out var path, out var problem) ? path : throw new ArgumentException(problem);
}
