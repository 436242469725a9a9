using Azure;
using FlowFunctions.Storage.Flows;
using FlowFunctions.Storage.Tests.Local;

namespace FlowFunctions.Storage.Tests.Flows;

[Collection(nameof(StorageTests))]
public sealed class FlowRaceTests(AzuriteFixture fixture)
{
    private const string Workspace = Sample.Workspace;

    [Fact]
    public async Task Savers_WithTheSameETag_ExactlyOneWins()
    {
        var store = (await FlowStorage.CreateAsync(fixture)).Flows;
        var first = await store.CreateAsync(Sample.Flow("f", 0));

        var writes = await SaveAllAsync(store, first.ETag);

        var won = Assert.Single(writes, static write => write.Outcome == WriteOutcome.Saved).Flow!;
        Assert.Equal(15, writes.Count(static write => write.Outcome == WriteOutcome.Conflict));
        var flow = (await store.GetAsync(Workspace, "f"))!;
        Assert.Equal((won.ETag, 2), (flow.ETag, flow.Version));
        Assert.Equal(2, (await store.ListVersionsAsync(flow)).Items.Count);
    }

    [Fact]
    public async Task Savers_OfANewFlow_ExactlyOneCreatesIt()
    {
        var store = (await FlowStorage.CreateAsync(fixture)).Flows;

        var writes = await SaveAllAsync(store, null);

        var won = Assert.Single(writes, static write => write.Outcome == WriteOutcome.Created).Flow!;
        Assert.Equal(15, writes.Count(static write => write.Outcome == WriteOutcome.Exists));
        var flow = (await store.GetAsync(Workspace, "f"))!;
        Assert.Equal(won with { RowETag = default }, flow with { RowETag = default });
        Assert.NotNull(await store.GetDocumentAsync(flow));
    }

    [Fact]
    public async Task Savers_OfAnyVersion_AllGetOneOfTheirOwn()
    {
        var store = (await FlowStorage.CreateAsync(fixture)).Flows;
        await store.CreateAsync(Sample.Flow("f", 0));

        var writes = await SaveAllAsync(store, ETag.All);

        Assert.All(writes, static write => Assert.Equal(WriteOutcome.Saved, write.Outcome));
        var flow = (await store.GetAsync(Workspace, "f"))!;
        var versions = (await store.ListVersionsAsync(flow)).Items;
        Assert.Equal(Enumerable.Range(1, 17).Reverse(), versions.Select(static version => version.Version));
        var values = new List<string>();
        foreach (var version in versions)
        {
            values.Add(Sample.ValueOf(await store.ReadAsync(flow, version)));
        }

        Assert.Equal(Enumerable.Range(0, 17).Select(Sample.Text).Order(), values.Order());
    }

    [Fact]
    public async Task Deleters_AndCreators_LeaveAFlowThatIsWholeOrNone()
    {
        var store = (await FlowStorage.CreateAsync(fixture)).Flows;
        await store.CreateAsync(Sample.Flow("f", 0));

        await Task.WhenAll(
            Enumerable
                .Range(1, 8)
                .Select(async number =>
                {
                    await store.DeleteAsync(Workspace, "f", new FlowEdit());
                    await store.SaveAsync(Workspace, Sample.Save(Sample.Flow("f", number)));
                })
        );

        var flow = (await store.GetAsync(Workspace, "f"))!;
        var version = Assert.Single((await store.ListVersionsAsync(flow)).Items);
        Assert.Equal((1, 1), (flow.Version, version.Version));
        Assert.Equal(flow.PlanHash, version.PlanHash);
        Assert.NotEqual("0", Sample.ValueOf(await store.ReadAsync(flow, version)));
    }

    private static Task<FlowWrite[]> SaveAllAsync(FlowStore store, ETag? ifMatch) =>
        Task.WhenAll(
            Enumerable
                .Range(1, 16)
                .Select(number => store.SaveAsync(Workspace, Sample.Save(Sample.Flow("f", number), ifMatch)))
        );
}
