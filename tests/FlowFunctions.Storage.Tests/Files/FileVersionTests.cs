using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using FlowFunctions.Storage.Accounts;
using FlowFunctions.Storage.Files;
using FlowFunctions.Storage.Flows;
using FlowFunctions.Storage.Tests.Local;

namespace FlowFunctions.Storage.Tests.Files;

[Collection(nameof(StorageTests))]
public sealed class FileVersionTests(AzuriteFixture fixture)
{
    private static readonly FilePath Path = Parse("order-intake/score.py");
    private readonly string _workspace = AzuriteFixture.NewName();

    private BlobContainerClient Container => fixture.Account.Blobs.GetBlobContainerClient(StorageLayout.Files);

    private FileStore Files => new(Container);

    [Fact]
    public async Task Versions_OfAFile_AreListedNewestFirstAndReadableForEver()
    {
        await PutAsync("one", new FileEdit { By = "Ü", Message = "first – 1" });
        await PutAsync("two", new FileEdit { Message = "second" });
        await Files.DeleteAsync(_workspace, Path, new FileEdit { Message = "gone" });
        var again = await PutAsync("three", new FileEdit());

        Assert.Equal((WriteOutcome.Created, 4), (again.Outcome, again.File!.Version));
        var versions = await Files.ListVersionsAsync(_workspace, Path);
        Assert.Equal([4, 3, 2, 1], versions.Select(static version => version.Version));
        Assert.Equal([null, "gone", "second", "first – 1"], versions.Select(static version => version.Message));
        Assert.Equal([false, true, false, false], versions.Select(static version => version.IsDeleted));
        Assert.Equal(("Ü", 3L), (versions[3].UpdatedBy, versions[3].Length));
        Assert.Equal("one", await ContentAsync(versions[3].Sha256));
        Assert.Equal(versions[3], await Files.GetVersionAsync(_workspace, Path, 1));
        Assert.Equal(versions[0], await Files.GetVersionAsync(_workspace, Path, 4));
        Assert.Null(await Files.GetVersionAsync(_workspace, Path, 5));
        Assert.Equal([2], (await Files.ListVersionsAsync(_workspace, Path, 3, 1)).Select(static one => one.Version));
        Assert.Empty(await Files.ListVersionsAsync(_workspace, Parse("order-intake"), null, 50));
    }

    [Fact]
    public async Task File_Deleted_KeepsItsVersionsAndIsInNoList()
    {
        var first = (await PutAsync("one", new FileEdit())).File!;
        await Files.DeleteAsync(_workspace, Path, new FileEdit { IfMatch = first.ETag });

        Assert.Null(await Files.FindAsync(_workspace, Path));
        Assert.Null(await Files.GetAsync(_workspace, Path));
        Assert.Empty(await Files.ListAsync(_workspace, "").ToListAsync());
        Assert.Empty((await Files.ListAsync(new FileQuery(_workspace))).Items);
        Assert.Equal([2, 1], (await Files.ListVersionsAsync(_workspace, Path)).Select(static one => one.Version));
        Assert.Equal("one", await ContentAsync(first.Sha256));
    }

    [Fact]
    public async Task Put_OfTheSameContent_ChangesNothing()
    {
        var first = await PutAsync("same", new FileEdit());
        var second = await PutAsync("same", new FileEdit { Message = "again" });
        var stale = await PutAsync("same", new FileEdit { IfMatch = new ETag("\"other\"") });

        Assert.Equal((WriteOutcome.Created, WriteOutcome.Unchanged), (first.Outcome, second.Outcome));
        Assert.Equal(first.File, second.File);
        Assert.Equal(WriteOutcome.Unchanged, stale.Outcome);
        Assert.Single(await Files.ListVersionsAsync(_workspace, Path));
    }

    [Fact]
    public async Task Put_OnACondition_IsRefusedWhenItDoesNotHold()
    {
        Assert.Equal(WriteOutcome.Missing, (await PutAsync("one", new FileEdit { IfMatch = ETag.All })).Outcome);
        var first = (await PutAsync("one", new FileEdit { MustBeNew = true })).File!;
        Assert.Equal(WriteOutcome.Exists, (await PutAsync("two", new FileEdit { MustBeNew = true })).Outcome);
        Assert.Equal(WriteOutcome.Saved, (await PutAsync("two", new FileEdit { IfMatch = first.ETag })).Outcome);
        Assert.Equal(WriteOutcome.Conflict, (await PutAsync("three", new FileEdit { IfMatch = first.ETag })).Outcome);
        var delete = await Files.DeleteAsync(_workspace, Path, new FileEdit { IfMatch = first.ETag });
        Assert.Equal(WriteOutcome.Conflict, delete.Outcome);
        Assert.Equal(WriteOutcome.Saved, (await PutAsync("three", new FileEdit { IfMatch = ETag.All })).Outcome);
    }

    [Fact]
    public async Task Put_ByManyAtOnceWithOneETag_SucceedsForExactlyOne()
    {
        var first = (await PutAsync("start", new FileEdit())).File!;

        var writes = await Task.WhenAll(
            Enumerable.Range(0, 12).Select(number => PutAsync($"{number}", new FileEdit { IfMatch = first.ETag }))
        );

        var won = Assert.Single(writes, static write => write.Outcome == WriteOutcome.Saved);
        Assert.Equal(11, writes.Count(static write => write.Outcome == WriteOutcome.Conflict));
        Assert.Equal(won.File, await Files.FindAsync(_workspace, Path));
        Assert.Equal([2, 1], (await Files.ListVersionsAsync(_workspace, Path)).Select(static one => one.Version));
    }

    [Fact]
    public async Task Put_ByManyAtOnceWithoutCondition_MakesAVersionOfEach()
    {
        var writes = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(number => PutAsync($"{number}", new FileEdit { Message = $"{number}" }))
        );

        var versions = await Files.ListVersionsAsync(_workspace, Path);
        Assert.Equal([8, 7, 6, 5, 4, 3, 2, 1], versions.Select(static version => version.Version));
        Assert.Equal(
            versions.OrderBy(static version => version.Version),
            writes.Select(static write => write.File!).OrderBy(static file => file.Version)
        );
        Assert.Single(writes, static write => write.Outcome == WriteOutcome.Created);
        foreach (var version in versions)
        {
            Assert.Equal(version.Message, await ContentAsync(version.Sha256));
        }
    }

    [Fact]
    public async Task Put_AfterACrashBeforeTheFileWasWritten_GoesOnAsIfNothingHadBeen()
    {
        var first = (await PutAsync("one", new FileEdit())).File!;
        var blobs = new FileBlobs(Container);
        // What a process does that is killed before the last step.
        await blobs.KeepContentAsync(_workspace, Hash("lost"), "lost"u8.ToArray(), CancellationToken.None);
        await blobs.KeepVersionAsync(_workspace, first, CancellationToken.None);

        Assert.Equal("one"u8.ToArray(), (await Files.GetAsync(_workspace, Path))!.Content);
        Assert.Equal([first], await Files.ListVersionsAsync(_workspace, Path));
        var second = (await PutAsync("lost", new FileEdit())).File!;
        Assert.Equal([second, first], await Files.ListVersionsAsync(_workspace, Path));
    }

    [Fact]
    public async Task Pages_OfAList_HoldEveryFileOnceAlsoBesideDeletedOnes()
    {
        foreach (var number in Enumerable.Range(0, 7))
        {
            await Files.PutAsync(_workspace, Parse($"a/{number}"), new byte[number]);
        }

        await Files.PutAsync(_workspace, Parse("b"), new byte[1]);
        await Files.DeleteAsync(_workspace, Parse("a/1"), new FileEdit());
        var found = new List<string>();
        var query = new FileQuery(_workspace) { Prefix = "a/", Limit = 2 };
        for (var pages = 1; pages < 9; pages++)
        {
            var page = await Files.ListAsync(query);
            Assert.InRange(page.Items.Count, 0, 2);
            found.AddRange(page.Items.Select(static file => $"{file.Path} {file.Length}"));
            query = query with { Continuation = page.Continuation };
            if (page.Continuation is null)
            {
                break;
            }
        }

        Assert.Equal(["a/0 0", "a/2 2", "a/3 3", "a/4 4", "a/5 5", "a/6 6"], found);
    }

    [Theory]
    [InlineData("print('ü')\n", true)]
    [InlineData("", true)]
    [InlineData("a\0b", false)]
    public async Task File_OfTextOrBytes_KnowsWhich(string content, bool isText)
    {
        await PutAsync(content, new FileEdit());
        Assert.Equal(isText, (await Files.FindAsync(_workspace, Path))!.IsText);

        await Files.PutAsync(_workspace, Path, new byte[] { 0xff, 0xfe });
        Assert.False((await Files.FindAsync(_workspace, Path))!.IsText);
    }

    [Fact]
    public async Task Content_ByItsHash_IsThatOfItsWorkspaceAndChecked()
    {
        var file = (await PutAsync("mine", new FileEdit())).File!;

        Assert.Null(await Files.GetContentAsync(AzuriteFixture.NewName(), file.Sha256));
        Assert.Null(await Files.GetContentAsync(_workspace, "../../x"));
        Assert.Null(await Files.GetContentAsync(_workspace, file.Sha256.ToUpperInvariant()));
        var blob = Container.GetBlobClient($"~contents/{_workspace}/{file.Sha256[..2]}/{file.Sha256}");
        await blob.UploadAsync(new BinaryData("damaged"), overwrite: true);
        await Assert.ThrowsAsync<InvalidDataException>(() => Files.GetContentAsync(_workspace, file.Sha256));
    }

    [Fact]
    public async Task Workspace_WhoseNameLooksLikeAFolder_SeesNeitherContentsNorVersions()
    {
        await PutAsync("one", new FileEdit());
        await PutAsync("two", new FileEdit());

        foreach (var name in (string[])["~contents", "~versions", "", "~contents/" + _workspace])
        {
            Assert.Empty(await Files.ListAsync(name, "").ToListAsync());
        }

        var blobs = await Container
            .GetBlobsAsync(BlobTraits.None, prefix: "~versions/" + _workspace)
            .Select(static blob => blob.Properties.ContentLength)
            .ToListAsync();
        Assert.Equal([0L], blobs);
    }

    private Task<FileWrite> PutAsync(string content, FileEdit edit) =>
        Files.PutAsync(_workspace, Path, Encoding.UTF8.GetBytes(content), edit);

    private async Task<string> ContentAsync(string sha256) =>
        Encoding.UTF8.GetString((await Files.GetContentAsync(_workspace, sha256))!);

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static FilePath Parse(string text) =>
        FilePath.TryParse(text, out var path, out var problem) ? path : throw new ArgumentException(problem);
}
