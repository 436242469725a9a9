using FlowFunctions.Storage.Flows;
using FlowFunctions.Storage.Tests.Local;

namespace FlowFunctions.Storage.Tests.Flows;

[Collection(nameof(StorageTests))]
public sealed class FlowDeleteTests(AzuriteFixture fixture)
{
    private const string Workspace = Sample.Workspace;

    [Fact]
    public async Task Delete_FlowWith250VersionsAndADraft_LeavesItsPlansOnly()
    {
        var storage = await FlowStorage.CreateAsync(fixture);
        var store = storage.Flows;
        var flow = await store.CreateAsync(Sample.Flow("f", 1));
        await ManyVersions.AddAsync(storage.Table, flow, 250);
        await storage.Drafts.SaveAsync(Workspace, new DraftSave("f", "{}"u8.ToArray(), new FlowEdit()));

        var write = await store.DeleteAsync(Workspace, "f", new FlowEdit());

        Assert.Equal(WriteOutcome.Saved, write.Outcome);
        Assert.Null(await store.GetAsync(Workspace, "f"));
        Assert.Null(await storage.Drafts.GetAsync(Workspace, "f"));
        Assert.Empty(await storage.Table.QueryAsync().ToListAsync());
        Assert.Equal([$"plans/{flow.PlanHash}.json"], await storage.BlobNamesAsync());
    }

    [Fact]
    public async Task Delete_OneOfTwoFlows_LeavesTheOther()
    {
        var storage = await FlowStorage.CreateAsync(fixture);
        var store = storage.Flows;
        await store.CreateAsync(Sample.Flow("f", 1));
        var other = await store.CreateAsync(Sample.Flow("f-1", 1));
        await storage.Drafts.SaveAsync(Workspace, new DraftSave("f-1", "{}"u8.ToArray(), new FlowEdit()));

        await store.DeleteAsync(Workspace, "f", new FlowEdit());

        Assert.Equal("1", Sample.ValueOf(await store.ReadAsync(other)));
        Assert.Single((await store.ListVersionsAsync(other)).Items);
        Assert.NotNull(await storage.Drafts.GetAsync(Workspace, "f-1"));
    }

    [Fact]
    public async Task Delete_AgainstItsCondition_IsRefused()
    {
        var store = (await FlowStorage.CreateAsync(fixture)).Flows;
        var flow = await store.CreateAsync(Sample.Flow("f", 1));
        await store.PublishAsync(Workspace, "f", 1, new FlowEdit());

        Assert.Equal(WriteOutcome.Conflict, await OutcomeAsync("f", new FlowEdit { IfMatch = flow.ETag }));
        Assert.Equal(WriteOutcome.Missing, await OutcomeAsync("g", new FlowEdit()));
        Assert.NotNull(await store.GetAsync(Workspace, "f"));

        async Task<WriteOutcome> OutcomeAsync(string id, FlowEdit edit) =>
            (await store.DeleteAsync(Workspace, id, edit)).Outcome;
    }

    [Fact]
    public async Task Flow_CreatedAgainAfterACrashInADeletion_KnowsNothingOfTheOldOne()
    {
        var storage = await FlowStorage.CreateAsync(fixture);
        var store = storage.Flows;
        var old = await store.CreateAsync(Sample.Flow("f", 1));
        // The row goes first; the crash comes before anything else is deleted.
        await storage.Table.DeleteEntityAsync(Workspace, FlowKeys.Flow("f"));

        var flow = await store.CreateAsync(Sample.Flow("f", 2));

        Assert.NotEqual(old.Generation, flow.Generation);
        Assert.Equal(1, flow.Version);
        Assert.Equal("2", Sample.ValueOf(await store.ReadAsync(flow)));
        Assert.Single((await store.ListVersionsAsync(flow)).Items);

        await store.DeleteAsync(Workspace, "f", new FlowEdit());

        Assert.Empty(await storage.Table.QueryAsync().ToListAsync());
        Assert.DoesNotContain(
            await storage.BlobNamesAsync(),
            static name => name.StartsWith("documents/", StringComparison.Ordinal)
        );
    }
}
