using FlowFunctions.App.FunctionsHost;
using FlowFunctions.App.Hosting;
using FlowFunctions.App.Tests.Apps;
using FlowFunctions.App.Tests.Runs;
using FlowFunctions.App.Tests.Runs.Callbacks;
using FlowFunctions.Engine.DurableTask.Hub;
using FlowFunctions.Engine.DurableTask.Hub.Drivers;
using FlowFunctions.Engine.DurableTask.Hub.Handler;
using FlowFunctions.Engine.DurableTask.Hub.Management;
using FlowFunctions.Storage.Local;

namespace FlowFunctions.App.Tests.FunctionsHost;

/// <summary>
/// A function app of two instances on one storage account: a task hub that calls one of them as the Functions host does, and whose management
/// API both have been told of by a timer's call.
/// </summary>
public sealed class HostFixture : IAsyncLifetime
{
    private readonly List<IAsyncDisposable> _parts = [];
    private readonly List<HttpClient> _clients = [];
    private Azurite? _azurite;
    private HandlerCaller? _caller;
    private BreakableWorker? _worker;
    private ManagementApi? _api;

    /// <summary>A client of the instance that carries everything out.</summary>
    public HttpClient Client => _clients[0];

    /// <summary>A client of an instance that the hub never calls.</summary>
    public HttpClient Elsewhere => _clients[1];

    internal Azurite Storage => _azurite!;

    internal LiveHub Live { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _azurite = await Azurite.StartAsync(new AzuriteOptions(AppFixture.AzuriteFolder));
        _parts.Add(_azurite);
        var address = await AddInstanceAsync();
        await AddInstanceAsync();
        _caller = new HandlerCaller(address, TimeProvider.System);
        _worker = new BreakableWorker(new CustomHandlerWorker(_caller));
        Live = new LiveHub(new TaskHubOptions(), _worker);
        _parts.Add(Live);
        _api = await ManagementApi.StartAsync(Live.Hub, "key-of-tests");
        _parts.Add(_api);
        using var elsewhere = new HandlerCaller(Elsewhere.BaseAddress!, TimeProvider.System);
        await TickAsync(elsewhere);
        await TickAsync();
    }

    public async Task DisposeAsync()
    {
        foreach (var part in Enumerable.Reverse(_parts))
        {
            await part.DisposeAsync();
        }

        _caller?.Dispose();
        _clients.ForEach(static client => client.Dispose());
    }

    /// <summary>The timer calls.</summary>
    /// <returns>What the app wrote into the host's log.</returns>
    internal Task<string[]> TickAsync() => TickAsync(_caller!);

    /// <summary>The host fails an open run: the handler breaks in its next turn, which this brings about.</summary>
    internal async Task FailAsync(string runId)
    {
        _worker!.BreakNextTurn(runId);
        await Client.PostJsonAsync($"/api/runs/{runId}/signals/nobody-waits-for-it", "1");
        await Live.Hub.WhenEndedAsync(runId, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));
    }

    /// <summary>The handler breaks in the next turn of an instance.</summary>
    internal void BreakNextTurn(string instanceId) => _worker!.BreakNextTurn(instanceId);

    private async Task<string[]> TickAsync(HandlerCaller caller)
    {
        var call = new TimerTriggerCall(
            HostFunctions.Tick,
            "timer",
            Client: _api!.Binding(HostFunctions.ClientBinding)
        );
        var answer = await caller.CallAsync(call, CancellationToken.None);
        return [.. answer.Logs];
    }

    /// <summary>An instance that has not been told of the task hub.</summary>
    /// <param name="host">The host's own address, or null.</param>
    /// <param name="storage">A storage account of its own, or null.</param>
    internal Task<FlowApp> StartAsync(Uri? host = null, string? storage = null) =>
        FlowApp.StartAsync(
            new AppSettings
            {
                Storage = storage ?? _azurite!.ConnectionString,
                Url = "http://127.0.0.1:0",
                AllowPrivateNetwork = true,
                Secret = CallbackApps.FindSecret,
                Access = WorkspaceSuite.LocalWithKey,
                FunctionsHost = new FunctionsHostSettings(0, host),
            }
        );

    private async Task<Uri> AddInstanceAsync()
    {
        var app = await StartAsync();
        _parts.Add(app);
        var address = new Uri(app.Address);
        _clients.Add(new HttpClient { BaseAddress = address });
        return address;
    }
}

/// <summary>The tests that share one function app.</summary>
[CollectionDefinition(nameof(HostTests))]
public sealed class HostTests : ICollectionFixture<HostFixture>;
