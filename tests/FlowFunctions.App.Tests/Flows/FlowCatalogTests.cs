using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using FlowFunctions.App.Flows;
using FlowFunctions.App.Flows.Catalog;
using FlowFunctions.App.Flows.Documents;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Tests.Apps;
using FlowFunctions.Flows.Compilation;
using FlowFunctions.Steps.Catalog;
using FlowFunctions.Storage.Accounts;
using FlowFunctions.Storage.Flows;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.App.Tests.Flows;

[Collection(nameof(AppTests))]
public sealed class FlowCatalogTests : IDisposable
{
    private const string Workspace = "default";
    private readonly StepTypes _types = StepTypes.BuiltIn();
    private readonly FlowCompiler _compiler;
    private readonly CountingTransport _transport = new();
    private readonly SetClock _clock = new();
    private readonly FlowStore _store;
    private readonly FlowStore _elsewhere;
    private readonly FlowCatalog _catalog;
    private readonly string _connection;

    public FlowCatalogTests(AppFixture fixture)
    {
        _connection = fixture.Azurite.ConnectionString;
        _compiler = new FlowCompiler(_types);
        _elsewhere = fixture.App.Services.GetRequiredService<FlowStore>();
        _store = _transport.Store(fixture.Azurite.ConnectionString);
        var folders = fixture.App.Services.GetRequiredService<FlowFolders>();
        _catalog = new FlowCatalog(_store, new LostPlans(_store, new FlowDocuments(_compiler, folders)), _clock);
    }

    public void Dispose() => _types.Dispose();

    [Fact]
    public async Task Find_32CallersAtOnce_CauseOneRead()
    {
        var id = await SaveAsync("1");
        _transport.Hold();

        var callers = Enumerable
            .Range(0, 32)
            .Select(_ => _catalog.FindAsync(Workspace, id, null, CancellationToken.None).AsTask())
            .ToList();
        _transport.Release();
        var flows = await Task.WhenAll(callers);

        Assert.All(flows, flow => Assert.Same(flows[0], flow));
        Assert.Equal((id, 1), (flows[0]!.FlowId, flows[0]!.Version));
        Assert.Equal(1, _transport.Reads);
    }

    [Fact]
    public async Task Find_WhileFresh_AnswersAtOnceWithoutARead()
    {
        var id = await SaveAsync("1");
        await FindAsync(id);

        _clock.Advance(TimeSpan.FromSeconds(0.9));
        var found = _catalog.FindAsync(Workspace, id, null, CancellationToken.None);

        Assert.True(found.IsCompletedSuccessfully);
        Assert.NotNull(await found);
        Assert.Equal(1, _transport.Reads);
    }

    [Fact]
    public async Task Find_AfterTwoSeconds_SeesWhatAnotherProcessPublished()
    {
        var id = await SaveAsync("1");
        Assert.Equal(1, (await FindAsync(id))!.Version);
        await SaveAsync("2", id);

        _clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(2, (await FindAsync(id))!.Version);
    }

    [Fact]
    public async Task Find_AfterASecond_ReadsInTheBackground()
    {
        var id = await SaveAsync("1");
        await FindAsync(id);
        _transport.Hold();

        _clock.Advance(TimeSpan.FromSeconds(1.5));
        var found = _catalog.FindAsync(Workspace, id, null, CancellationToken.None);

        Assert.True(found.IsCompletedSuccessfully);
        await _transport.Waiting;
        _transport.Release();
    }

    [Fact]
    public async Task Find_UnchangedAfterTwoSeconds_KeepsThePlanInMemory()
    {
        var id = await SaveAsync("1");
        var first = await FindAsync(id);

        _clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Same(first, await FindAsync(id));
    }

    [Fact]
    public async Task Find_AfterForget_ReadsAnew()
    {
        var id = await SaveAsync("1");
        await FindAsync(id);
        await SaveAsync("2", id);

        _catalog.Forget(Workspace, id);

        Assert.Equal(2, (await FindAsync(id))!.Version);
    }

    [Fact]
    public async Task Find_AVersion_GivesIt()
    {
        var id = await SaveAsync("1");
        await SaveAsync("2", id);

        var first = await FindAsync(id, 1);

        Assert.Equal(1, first!.Version);
        Assert.Same(first, await FindAsync(id, 1));
        Assert.Equal(2, (await FindAsync(id, 2))!.Version);
        Assert.Null(await FindAsync(id, 3));
        Assert.Null(await FindAsync(id, 0));
        Assert.Equal(first.Plan.Hash, (await _catalog.FindPlanAsync(Workspace, first.Plan.Hash, default))!.Hash);
    }

    [Fact]
    public async Task Find_WhatCannotRun_IsNull()
    {
        var unpublished = await SaveAsync("1", publish: false);

        Assert.Null(await FindAsync("unknown"));
        Assert.Null(await FindAsync("No slug/"));
        Assert.Null(await FindAsync(unpublished));
        Assert.True(await _catalog.ExistsAsync(Workspace, unpublished, default));
        Assert.False(await _catalog.ExistsAsync(Workspace, "unknown", default));
        Assert.Equal(1, (await FindAsync(unpublished, 1))!.Version);
        Assert.Null(await _catalog.FindPlanAsync(Workspace, new string('0', 64), default));
    }

    [Fact]
    public async Task Find_WhileStorageRefuses_GoesOnWithWhatIsKnown()
    {
        var id = await SaveAsync("1");
        var known = await FindAsync(id);
        _transport.Break();

        _clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Same(known, await FindAsync(id));
        await Assert.ThrowsAsync<RequestFailedException>(() => FindAsync("never-seen"));
    }

    [Fact]
    public async Task Find_PlanIsLost_MakesItFromTheDocument()
    {
        var id = await SaveAsync("1");
        var hash = (await _elsewhere.GetAsync(Workspace, id))!.PublishedPlanHash!;
        await DeleteAsync($"plans/{hash}.json");

        var found = await FindAsync(id);

        Assert.Equal(hash, found!.Plan.Hash);
        Assert.NotNull(await _elsewhere.GetPlanAsync(hash));
    }

    [Fact]
    public async Task Find_PlanAndDocumentAreLost_SaysSoUntilItIsSavedAgain()
    {
        var id = await SaveAsync("1");
        var flow = (await _elsewhere.GetAsync(Workspace, id))!;
        await DeleteAsync($"plans/{flow.PublishedPlanHash}.json");
        await foreach (var document in Container.GetBlobsAsync(prefix: $"documents/{Workspace}/{id}/"))
        {
            await DeleteAsync(document.Name);
        }

        var lost = await Assert.ThrowsAsync<ProblemException>(() => FindAsync(id));
        await SaveAsync("1", id);

        Assert.Equal((503, "Flow.PlanLost"), (lost.Problem.Status, lost.Problem.Code));
        Assert.NotNull(await FindAsync(id));
    }

    [Fact]
    public async Task Input_AgainstTheSchema_HasPointers()
    {
        var id = AppFixture.NewId();
        await SaveTextAsync(TestFlows.WithInput(id), publish: true);

        var flow = (await FindAsync(id))!;

        Assert.Equal("required", Assert.Single(flow.ValidateInput(JsonElement.Parse("{}"))).Keyword);
        Assert.Empty(flow.ValidateInput(JsonElement.Parse("""{"orderId":"1"}""")));
    }

    private BlobContainerClient Container => StorageAccount.Connect(_connection).Blobs.GetBlobContainerClient("flows");

    private async Task DeleteAsync(string blob) => Assert.True(await Container.DeleteBlobIfExistsAsync(blob));

    private Task<RunnableFlow?> FindAsync(string id, int? version = null) =>
        _catalog.FindAsync(Workspace, id, version, CancellationToken.None).AsTask();

    private async Task<string> SaveAsync(string value, string? id = null, bool publish = true)
    {
        id ??= AppFixture.NewId();
        await SaveTextAsync(SampleFlow.Text(id, value), publish);
        return id;
    }

    private async Task SaveTextAsync(string text, bool publish)
    {
        var result = _compiler.Compile(text);
        var content = FlowContent.Of(result.Document!, result.Plan!);
        var exists = await _elsewhere.GetAsync(Workspace, content.FlowId) is not null;
        var edit = new FlowEdit { IfMatch = exists ? ETag.All : null };
        await _elsewhere.SaveAsync(Workspace, new FlowSave(content, edit, publish));
    }
}
