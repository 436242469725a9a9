using FlowFunctions.App.Local;
using FlowFunctions.App.Settings;
using FlowFunctions.App.Tests.Apps;
using FlowFunctions.Steps.Catalog;
using FlowFunctions.Storage.Accounts;
using FlowFunctions.Storage.Flows;

namespace FlowFunctions.App.Tests.Local;

[Collection(nameof(AppTests))]
public sealed class SamplesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flow-samples-").FullName;
    private readonly string _workspace = AppFixture.NewId("samples");
    private readonly StepTypes _types = StepTypes.BuiltIn();
    private readonly FlowStore _store;
    private readonly Samples _samples;

    public SamplesTests(AppFixture fixture)
    {
        var account = StorageAccount.Connect(fixture.Azurite.ConnectionString);
        var programs = Path.Combine(WorkingCopy.Around(AppContext.BaseDirectory)!, "samples");
        _samples = Samples.In(account, programs, _folder, _types);
        _store = new FlowStore(
            account.Tables.GetTableClient(StorageLayout.Flows),
            account.Blobs.GetBlobContainerClient(StorageLayout.FlowDocuments)
        );
    }

    [Fact]
    public async Task Load_EmptyWorkspace_PublishesAll()
    {
        var loaded = await _samples.LoadAsync(_workspace, CancellationToken.None);

        Assert.Equal(["approval", "diamond", "order-intake", "retry-and-recover"], loaded);
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

    public void Dispose()
    {
        _types.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
