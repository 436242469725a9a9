using Azure;
using FlowFunctions.Storage.Flows;
using FlowFunctions.Storage.Tables;
using FlowFunctions.Storage.Tests.Local;

namespace FlowFunctions.Storage.Tests.Flows;

[Collection(nameof(StorageTests))]
public sealed class FlowListTests(AzuriteFixture fixture)
{
    private const string Workspace = Sample.Workspace;

    [Fact]
    public async Task Flows_PageByPage_AreAllThereById()
    {
        var storage = await FlowStorage.CreateAsync(fixture);
        var store = storage.Flows;
        foreach (var number in Enumerable.Range(0, 12))
        {
            await store.CreateAsync(Sample.Flow($"f{11 - number:D2}", number));
        }

        await store.SaveAsync("other", Sample.Save(Sample.Flow("f99", 1)));
        await storage.Drafts.SaveAsync(Workspace, new DraftSave("g", "{}"u8.ToArray(), new FlowEdit()));

        var found = new List<string>();
        string? after = null;
        var pages = 0;
        do
        {
            var page = await store.ListAsync(new FlowQuery(Workspace) { Limit = 5, After = after });
            found.AddRange(page.Items.Select(static flow => flow.Id));
            after = page.Continuation;
            pages++;
        } while (after is not null);

        Assert.Equal(Enumerable.Range(0, 12).Select(static number => $"f{number:D2}"), found);
        Assert.Equal(3, pages);
    }

    [Theory]
    [InlineData("ORDER", "order-intake", "z")]
    [InlineData("take", "order-intake")]
    [InlineData("'; --")]
    [InlineData("", "invoice", "order-intake", "z")]
    public async Task Flows_Searched_AreThoseWithThePartInIdOrName(string search, params string[] expected)
    {
        var store = (await FlowStorage.CreateAsync(fixture)).Flows;
        await store.CreateAsync(Sample.Flow("order-intake", 1));
        await store.CreateAsync(Sample.Flow("invoice", 1, "Rechnung"));
        await store.CreateAsync(Sample.Flow("z", 1, "After the order"));

        var page = await store.ListAsync(new FlowQuery(Workspace) { Search = search });

        Assert.Equal(expected, page.Items.Select(static flow => flow.Id));
    }

    [Fact]
    public async Task Flows_SearchedInPages_GoOnAfterTheLastOneFound()
    {
        var store = (await FlowStorage.CreateAsync(fixture)).Flows;
        foreach (var id in (string[])["a-x", "b", "c-x", "d", "e-x"])
        {
            await store.CreateAsync(Sample.Flow(id, 1));
        }

        var query = new FlowQuery(Workspace) { Search = "x", Limit = 2 };
        var first = await store.ListAsync(query);
        var second = await store.ListAsync(query with { After = first.Continuation });

        Assert.Equal(["a-x", "c-x"], first.Items.Select(static flow => flow.Id));
        Assert.Equal(["e-x"], second.Items.Select(static flow => flow.Id));
        Assert.Null(second.Continuation);
    }

    [Fact]
    public async Task Flows_AfterWhatIsNoId_BeginAtTheFirst()
    {
        var store = (await FlowStorage.CreateAsync(fixture)).Flows;
        await store.CreateAsync(Sample.Flow("a", 1));

        var page = await store.ListAsync(new FlowQuery(Workspace) { After = "' or true #/\u0000" });

        Assert.Equal("a", Assert.Single(page.Items).Id);
    }

    [Fact]
    public async Task Versions_300InPages_AreAllThereNewestFirst()
    {
        var storage = await FlowStorage.CreateAsync(fixture);
        var store = storage.Flows;
        await store.CreateAsync(Sample.Flow("f-neighbour", 1));
        var flow = await store.CreateAsync(Sample.Flow("f", 1));
        flow = await ManyVersions.AddAsync(storage.Table, flow, 300);

        var found = new List<int>();
        int? below = null;
        do
        {
            var page = await store.ListVersionsAsync(flow, below, 70);
            found.AddRange(page.Items.Select(static version => version.Version));
            below = page.Continuation;
        } while (below is not null);

        Assert.Equal(Enumerable.Range(1, 300).Reverse(), found);
        Assert.Empty((await store.ListVersionsAsync(flow, 1)).Items);
        Assert.Empty((await store.ListVersionsAsync(flow, -5)).Items);
        Assert.Null(await store.GetVersionAsync(flow, 301));
    }
}

/// <summary>Versions by the hundred, written as the store writes them but many at once.</summary>
internal static class ManyVersions
{
    public static async Task<FlowRecord> AddAsync(TableClient table, FlowRecord flow, int newest)
    {
        var rows = Enumerable
            .Range(flow.Version + 1, newest - flow.Version)
            .Select(number => new TableTransactionAction(
                TableTransactionActionType.Add,
                FlowRows.VersionRow(flow with { Version = number })
            ));
        foreach (var some in rows.Chunk(100))
        {
            await table.SubmitTransactionAsync(some);
        }

        flow = flow with { Version = newest };
        await table.UpdateEntityAsync(FlowRows.Row(flow, FlowRows.NewId()), ETag.All, TableUpdateMode.Replace);
        return flow;
    }
}
