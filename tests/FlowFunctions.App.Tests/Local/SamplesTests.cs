using FlowFunctions.App.Local;
using FlowFunctions.App.Settings;
using FlowFunctions.App.Tests.Apps;
using FlowFunctions.App.Tests.Files;
using FlowFunctions.Steps.Catalog;
using FlowFunctions.Storage.Accounts;
using FlowFunctions.Storage.Files;
using FlowFunctions.Storage.Flows;

namespace FlowFunctions.App.Tests.Local;

[Collection(nameof(AppTests))]
public sealed class SamplesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flow-samples-").FullName;
    private readonly string _workspace = AppFixture.NewId("samples");
    private readonly StepTypes _types = StepTypes.BuiltIn();
    private readonly StorageAccount _account;
    private readonly FlowStore _store;
    private readonly Samples _samples;

    public SamplesTests(AppFixture fixture)
    {
        _account = StorageAccount.Connect(fixture.Azurite.ConnectionString);
        var programs = Path.Combine(WorkingCopy.Around(AppContext.BaseDirectory)!, "samples");
        _samples = Samples.In(_account, programs, _folder, _types);
        _store = new FlowStore(
            _account.Tables.GetTableClient(StorageLayout.Flows),
            _account.Blobs.GetBlobContainerClient(StorageLayout.FlowDocuments)
        );
    }

    [Fact]
    public async Task Load_EmptyWorkspace_PublishesAll()
    {
        var loaded = await _samples.LoadAsync(_workspace, CancellationToken.None);

        Assert.Equal(
            [
                "approval",
                "csv-report",
                "diamond",
                "github-webhook",
                "nightly-report",
                "order-intake",
                "queue-worker",
                "retry-and-recover",
                "sign",
            ],
            loaded
        );
        Assert.True(await _samples.HasFirstAsync(_workspace, CancellationToken.None));
        Assert.True(await _samples.NeedServicesAsync(_workspace, CancellationToken.None));
        Assert.All(
            (await _store.ListAsync(new FlowQuery(_workspace))).Items,
            static flow => Assert.Equal((1, 1), (flow.Version, flow.PublishedVersion))
        );
    }

    [Fact]
    public async Task Load_SampleDeletedLater_DoesNotComeBack()
    {
        await _samples.LoadAsync(_workspace, CancellationToken.None);
        await _store.DeleteAsync(_workspace, Samples.First, new FlowEdit());

        var loaded = await _samples.LoadAsync(_workspace, CancellationToken.None);

        Assert.Empty(loaded);
        Assert.False(await _samples.HasFirstAsync(_workspace, CancellationToken.None));
    }

    [Fact]
    public async Task Load_KilledInTheMiddle_GoesOnWithTheRest()
    {
        await _samples.LoadAsync(_workspace, CancellationToken.None);
        await _store.DeleteAsync(_workspace, Samples.First, new FlowEdit());
        await File.WriteAllTextAsync(Path.Combine(_folder, "samples.loading"), "");

        Assert.Equal([Samples.First], await _samples.LoadAsync(_workspace, CancellationToken.None));
        Assert.Empty(await _samples.LoadAsync(_workspace, CancellationToken.None));
    }

    [Fact]
    public async Task Load_SampleWithFiles_UploadsThemFirstAndPinsThem()
    {
        var sample = Directory.CreateDirectory(Path.Combine(_folder, "programs", "scripted")).FullName;
        Directory.CreateDirectory(Path.Combine(sample, "lib"));
        await File.WriteAllTextAsync(
            Path.Combine(sample, "flow.json"),
            """{"id": "scripted", "steps": {"a": {"type": "transform", "with": {"value": "score.py"}}}}"""
        );
        foreach (var name in (string[])["score.py", "lib/data.whl", "README.md", "input.json", ".hidden"])
        {
            await File.WriteAllBytesAsync(Path.Combine(sample, name), [0, 1, 255]);
        }

        var samples = Samples.In(_account, Path.GetDirectoryName(sample)!, _folder, new FilesCatalog(_types));
        Assert.Equal(["scripted"], await samples.LoadAsync(_workspace, CancellationToken.None));

        var files = new FileStore(_account.Blobs.GetBlobContainerClient(StorageLayout.Files));
        var stored = await files.ListAsync(_workspace, "").ToListAsync();
        Assert.Equal(["scripted/lib/data.whl", "scripted/score.py"], stored.Select(static file => file.Path.Value));
        var flow = await _store.GetAsync(_workspace, "scripted");
        Assert.Equal(["lib/data.whl", "score.py"], (await _store.GetPlanAsync(flow!.PlanHash))!.Files.Keys);
        Assert.Equal([0, 1, 255], (await files.GetAsync(_workspace, stored[0].Path))!.Content);
    }

    public void Dispose()
    {
        _types.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
