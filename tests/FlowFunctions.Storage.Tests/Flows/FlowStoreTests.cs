using Azure;
using FlowFunctions.Storage.Flows;
using FlowFunctions.Storage.Tests.Local;

namespace FlowFunctions.Storage.Tests.Flows;

[Collection(nameof(StorageTests))]
public sealed class FlowStoreTests(AzuriteFixture fixture)
{
    private const string Workspace = Sample.Workspace;

    [Fact]
    public async Task Save_NewFlow_IsItsFirstVersion()
    {
        var store = (await FlowStorage.CreateAsync(fixture)).Flows;
        var content = Sample.Flow("order-intake", 1, "Order intake");
        var edit = new FlowEdit { By = "ann", Message = "First." };

        var write = await store.SaveAsync(Workspace, new FlowSave(content, edit, Publish: false));

        var flow = (await store.GetAsync(Workspace, "order-intake"))!;
        Assert.Equal(WriteOutcome.Created, write.Outcome);
        Assert.Equal(flow with { RowETag = default }, write.Flow);
        Assert.Equal(("Order intake", 1, "ann", "First."), (flow.Name, flow.Version, flow.UpdatedBy, flow.Message));
        Assert.Null(flow.PublishedVersion);
        Assert.Equal(content.Plan.Hash, (await store.GetPlanAsync(flow.PlanHash))!.Hash);
        Assert.Equal("1", Sample.ValueOf(await store.ReadAsync(flow)));
    }

    [Fact]
    public async Task Save_OtherContent_IsTheNextVersionAndTheOldOneStays()
    {
        var store = (await FlowStorage.CreateAsync(fixture)).Flows;
        var first = await store.CreateAsync(Sample.Flow("f", 1), publish: true);

        var second = await store.SaveAsync(Workspace, Sample.Save(Sample.Flow("f", 2), first.ETag));

        var flow = second.Flow!;
        Assert.Equal(WriteOutcome.Saved, second.Outcome);
        Assert.Equal((2, 1, first.PlanHash), (flow.Version, flow.PublishedVersion, flow.PublishedPlanHash));
        Assert.NotEqual(first.ETag, flow.ETag);
        var old = (await store.GetVersionAsync(flow, 1))!;
        Assert.Equal("1", Sample.ValueOf(await store.ReadAsync(flow, old)));
        Assert.Equal("2", Sample.ValueOf(await store.ReadAsync(flow)));
    }

    [Fact]
    public async Task Save_SameContent_IsNoNewVersionWhateverTheETag()
    {
        var store = (await FlowStorage.CreateAsync(fixture)).Flows;
        var first = await store.CreateAsync(Sample.Flow("f", 1));
        var second = (await store.SaveAsync(Workspace, Sample.Save(Sample.Flow("f", 2), first.ETag))).Flow!;

        var repeated = await store.SaveAsync(Workspace, Sample.Save(Sample.Flow("f", 2), first.ETag));

        Assert.Equal((WriteOutcome.Unchanged, second.ETag), (repeated.Outcome, repeated.Flow!.ETag));
        Assert.Equal(2, (await store.ListVersionsAsync(second)).Items.Count);
    }

    [Fact]
    public async Task Save_SameContentToPublish_PublishesIt()
    {
        var store = (await FlowStorage.CreateAsync(fixture)).Flows;
        var first = await store.CreateAsync(Sample.Flow("f", 1));

        var again = await store.SaveAsync(Workspace, Sample.Save(Sample.Flow("f", 1), first.ETag, publish: true));

        Assert.Equal((WriteOutcome.Saved, 1, 1), (again.Outcome, again.Flow!.Version, again.Flow.PublishedVersion));
    }

    [Fact]
    public async Task Save_MovedNode_ChangesTheDocumentWithoutANewVersion()
    {
        var store = (await FlowStorage.CreateAsync(fixture)).Flows;
        var first = await store.CreateAsync(Sample.Flow("f", 1, x: 10), publish: true);

        var moved = await store.SaveAsync(Workspace, Sample.Save(Sample.Flow("f", 1, x: 20), first.ETag));

        var flow = (await store.GetAsync(Workspace, "f"))!;
        Assert.Equal((WriteOutcome.Saved, 1, 1), (moved.Outcome, flow.Version, flow.PublishedVersion));
        Assert.NotEqual(first.ETag, flow.ETag);
        var version = Assert.Single((await store.ListVersionsAsync(flow)).Items);
        Assert.Equal(
            20,
            (await store.ReadAsync(flow, version)).GetProperty("layout").GetProperty("only").GetProperty("x").GetInt32()
        );
    }

    [Fact]
    public async Task Save_OtherOrderOfKeys_IsNoNewVersion()
    {
        var store = (await FlowStorage.CreateAsync(fixture)).Flows;
        var first = await store.CreateAsync(
            Sample.Flow("""{"id":"f","name":"n","steps":{"s":{"type":"transform","with":{"value":1}}}}""")
        );

        var again = await store.SaveAsync(
            Workspace,
            Sample.Save(
                Sample.Flow("""{"steps":{"s":{"with":{"value":1.0},"type":"transform"}},"name":"n","id":"f"}"""),
                first.ETag
            )
        );

        Assert.Equal(1, again.Flow!.Version);
        Assert.Equal("steps", (await store.ReadAsync(again.Flow)).EnumerateObject().First().Name);
    }

    [Fact]
    public async Task Save_AgainstItsCondition_IsRefusedAndChangesNothing()
    {
        var store = (await FlowStorage.CreateAsync(fixture)).Flows;
        var first = await store.CreateAsync(Sample.Flow("f", 1));
        var second = (await store.SaveAsync(Workspace, Sample.Save(Sample.Flow("f", 2), first.ETag))).Flow!;

        Assert.Equal(WriteOutcome.Exists, await OutcomeAsync("f", null));
        Assert.Equal(WriteOutcome.Conflict, await OutcomeAsync("f", first.ETag));
        Assert.Equal(WriteOutcome.Missing, await OutcomeAsync("g", ETag.All));
        Assert.Equal(WriteOutcome.Missing, await OutcomeAsync("g", first.ETag));
        Assert.Equal(second.ETag, (await store.GetAsync(Workspace, "f"))!.ETag);
        Assert.Null(await store.GetAsync(Workspace, "g"));

        async Task<WriteOutcome> OutcomeAsync(string id, ETag? ifMatch) =>
            (await store.SaveAsync(Workspace, Sample.Save(Sample.Flow(id, 3), ifMatch))).Outcome;
    }

    [Fact]
    public async Task Publish_AVersion_IsWhatRunsStartWith()
    {
        var store = (await FlowStorage.CreateAsync(fixture)).Flows;
        var first = await store.CreateAsync(Sample.Flow("f", 1));
        await store.SaveAsync(Workspace, Sample.Save(Sample.Flow("f", 2), first.ETag));

        var published = await store.PublishAsync(Workspace, "f", 1, new FlowEdit { Message = "Go." });
        var again = await store.PublishAsync(Workspace, "f", 1, new FlowEdit());

        var flow = (await store.GetAsync(Workspace, "f"))!;
        Assert.Equal((WriteOutcome.Saved, WriteOutcome.Unchanged), (published.Outcome, again.Outcome));
        Assert.Equal(
            (2, 1, first.PlanHash, "Go."),
            (flow.Version, flow.PublishedVersion, flow.PublishedPlanHash, flow.Message)
        );
    }

    [Fact]
    public async Task Publish_WhatIsNotThere_IsRefused()
    {
        var store = (await FlowStorage.CreateAsync(fixture)).Flows;
        var first = await store.CreateAsync(Sample.Flow("f", 1));
        var current = (await store.PublishAsync(Workspace, "f", 1, new FlowEdit())).Flow!;

        Assert.Equal(WriteOutcome.VersionMissing, await OutcomeAsync("f", 2, null));
        Assert.Equal(WriteOutcome.VersionMissing, await OutcomeAsync("f", 0, null));
        Assert.Equal(WriteOutcome.Missing, await OutcomeAsync("g", 1, null));
        Assert.Equal(WriteOutcome.Missing, await OutcomeAsync("no id/?", 1, null));
        Assert.Equal(WriteOutcome.Conflict, await OutcomeAsync("f", 1, first.ETag));
        Assert.Equal(WriteOutcome.Unchanged, await OutcomeAsync("f", 1, current.ETag));

        async Task<WriteOutcome> OutcomeAsync(string id, int version, ETag? ifMatch) =>
            (await store.PublishAsync(Workspace, id, version, new FlowEdit { IfMatch = ifMatch })).Outcome;
    }

    [Fact]
    public async Task Rollback_ToAnOldVersion_MakesItTheNewestAndPublishesIt()
    {
        var store = (await FlowStorage.CreateAsync(fixture)).Flows;
        var first = await store.CreateAsync(Sample.Flow("f", 1, "Old name"));
        await store.SaveAsync(Workspace, Sample.Save(Sample.Flow("f", 2, "New name"), first.ETag, publish: true));

        var back = await store.RollbackAsync(Workspace, "f", 1, new FlowEdit { Message = "Oops." });
        var again = await store.RollbackAsync(Workspace, "f", 1, new FlowEdit());

        var flow = (await store.GetAsync(Workspace, "f"))!;
        Assert.Equal((WriteOutcome.Saved, WriteOutcome.Unchanged), (back.Outcome, again.Outcome));
        Assert.Equal((3, 3, "Old name"), (flow.Version, flow.PublishedVersion, flow.Name));
        Assert.Equal(first.PlanHash, flow.PublishedPlanHash);
        Assert.Equal("1", Sample.ValueOf(await store.ReadAsync(flow)));
        Assert.Equal("Oops.", (await store.GetVersionAsync(flow, 3))!.Message);
    }

    [Fact]
    public async Task Flow_WithSpecialCharacters_ComesBackTheSame()
    {
        const string strange = "ä ' \" \\ / # ? % & \u2028 \u0007 😀 </script> $batch --changeset";
        var storage = await FlowStorage.CreateAsync(fixture);
        var store = storage.Flows;
        var edit = new FlowEdit { By = strange, Message = strange };

        var write = await store.SaveAsync(strange, new FlowSave(Sample.Flow("f", strange, strange), edit, true));
        var drafted = await storage.Drafts.SaveAsync(strange, new DraftSave("f", "{}"u8.ToArray(), new FlowEdit()));

        Assert.Equal((WriteOutcome.Created, WriteOutcome.Created), (write.Outcome, drafted.Outcome));
        var flow = (await store.GetAsync(strange, "f"))!;
        Assert.Equal((strange, strange, strange), (flow.Name, flow.Message, flow.UpdatedBy));
        Assert.Equal(strange, Sample.ValueOf(await store.ReadAsync(flow)));
        Assert.Equal(strange, Assert.Single((await store.ListVersionsAsync(flow)).Items).Message);
        Assert.Equal("f", Assert.Single((await store.ListAsync(new FlowQuery(strange))).Items).Id);
        Assert.Null(await store.GetAsync("other", "f"));
        Assert.Equal(WriteOutcome.Saved, (await store.DeleteAsync(strange, "f", new FlowEdit())).Outcome);
    }

    [Fact]
    public async Task Document_Of900KB_ComesBackTheSame()
    {
        var store = (await FlowStorage.CreateAsync(fixture)).Flows;
        var large = string.Concat(Enumerable.Repeat("0123456789äöü😀", 900_000 / 20));
        var content = Sample.Flow("large", large);
        Assert.InRange(content.Document.Length, 900_000, 2_000_000);

        var flow = await store.CreateAsync(content, publish: true);

        Assert.Equal(content.Document, await store.GetDocumentAsync(flow));
        Assert.Equal(flow.PlanHash, (await store.GetPlanAsync(flow.PlanHash))!.Hash);
    }

    [Fact]
    public async Task Plan_Unknown_IsNotFound()
    {
        var store = (await FlowStorage.CreateAsync(fixture)).Flows;

        Assert.Null(await store.GetPlanAsync(new string('0', 64)));
    }
}
