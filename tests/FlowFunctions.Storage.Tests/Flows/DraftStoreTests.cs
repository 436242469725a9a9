using System.Text;
using Azure;
using FlowFunctions.Storage.Flows;
using FlowFunctions.Storage.Tests.Local;

namespace FlowFunctions.Storage.Tests.Flows;

[Collection(nameof(StorageTests))]
public sealed class DraftStoreTests(AzuriteFixture fixture)
{
    private const string Workspace = Sample.Workspace;

    [Fact]
    public async Task Draft_OfANewFlow_ComesBackTheSame()
    {
        var drafts = (await FlowStorage.CreateAsync(fixture)).Drafts;

        var write = await drafts.SaveAsync(Workspace, Save("""{"half":""}""") with { BaseVersion = 3 });

        var draft = (await drafts.GetAsync(Workspace, "f"))!;
        Assert.Equal((WriteOutcome.Created, write.Draft!.ETag), (write.Outcome, draft.ETag));
        Assert.Equal((3, """{"half":""}"""), (draft.BaseVersion, Encoding.UTF8.GetString(draft.Document)));
        Assert.Null(await drafts.GetAsync(Workspace, "g"));
        Assert.Null(await drafts.GetAsync("other", "f"));
    }

    [Fact]
    public async Task Draft_SavedAgain_TakesThePlaceOfTheOldOneAndLeavesNoBlob()
    {
        var storage = await FlowStorage.CreateAsync(fixture);
        var first = (await storage.Drafts.SaveAsync(Workspace, Save("1"))).Draft!;

        var second = await storage.Drafts.SaveAsync(Workspace, Save("2", first.ETag));
        var same = await storage.Drafts.SaveAsync(Workspace, Save("2", first.ETag));

        Assert.Equal((WriteOutcome.Saved, WriteOutcome.Unchanged), (second.Outcome, same.Outcome));
        Assert.NotEqual(first.ETag, second.Draft!.ETag);
        Assert.Equal(second.Draft.ETag, same.Draft!.ETag);
        Assert.Equal("2"u8.ToArray(), (await storage.Drafts.GetAsync(Workspace, "f"))!.Document);
        Assert.Single(await storage.BlobNamesAsync());
    }

    [Fact]
    public async Task Draft_AgainstItsCondition_IsRefused()
    {
        var drafts = (await FlowStorage.CreateAsync(fixture)).Drafts;
        var first = (await drafts.SaveAsync(Workspace, Save("1"))).Draft!;
        await drafts.SaveAsync(Workspace, Save("2", ETag.All));

        Assert.Equal(WriteOutcome.Exists, (await drafts.SaveAsync(Workspace, Save("3"))).Outcome);
        Assert.Equal(WriteOutcome.Conflict, (await drafts.SaveAsync(Workspace, Save("3", first.ETag))).Outcome);
        Assert.Equal(
            WriteOutcome.Missing,
            (await drafts.SaveAsync(Workspace, Save("3", first.ETag) with { FlowId = "g" })).Outcome
        );
        Assert.Equal(WriteOutcome.Conflict, await drafts.DeleteAsync(Workspace, "f", first.ETag));
        await Assert.ThrowsAsync<ArgumentException>(() =>
            drafts.SaveAsync(Workspace, Save("3") with { FlowId = "Not/an id" })
        );
    }

    [Fact]
    public async Task Draft_Deleted_IsGoneWithItsBlob()
    {
        var storage = await FlowStorage.CreateAsync(fixture);
        await storage.Drafts.SaveAsync(Workspace, Save("1"));

        Assert.Equal(WriteOutcome.Saved, await storage.Drafts.DeleteAsync(Workspace, "f", ETag.All));
        Assert.Equal(WriteOutcome.Missing, await storage.Drafts.DeleteAsync(Workspace, "f", ETag.All));

        Assert.Null(await storage.Drafts.GetAsync(Workspace, "f"));
        Assert.Empty(await storage.BlobNamesAsync());
    }

    [Fact]
    public async Task Savers_WithTheSameETag_ExactlyOneWinsAndReadersAlwaysFindADraft()
    {
        var storage = await FlowStorage.CreateAsync(fixture);
        var drafts = storage.Drafts;
        var first = (await drafts.SaveAsync(Workspace, Save("0"))).Draft!;

        var saving = Task.WhenAll(
            Enumerable.Range(1, 16).Select(number => drafts.SaveAsync(Workspace, Save(Sample.Text(number), first.ETag)))
        );
        var reading = Task.WhenAll(Enumerable.Range(1, 16).Select(_ => drafts.GetAsync(Workspace, "f")));

        var writes = await saving;
        var won = Assert.Single(writes, static write => write.Outcome == WriteOutcome.Saved).Draft!;
        Assert.Equal(15, writes.Count(static write => write.Outcome == WriteOutcome.Conflict));
        Assert.All(await reading, Assert.NotNull);
        Assert.Equal(won.Document, (await drafts.GetAsync(Workspace, "f"))!.Document);
        Assert.Single(await storage.BlobNamesAsync());
    }

    private static DraftSave Save(string text, ETag? ifMatch = null) =>
        new("f", Encoding.UTF8.GetBytes(text), new FlowEdit { IfMatch = ifMatch });
}
