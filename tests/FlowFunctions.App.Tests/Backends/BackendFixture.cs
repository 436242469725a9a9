using FlowFunctions.App.Durable;
using FlowFunctions.App.Hosting;
using FlowFunctions.App.Tests.Apps;
using FlowFunctions.App.Tests.Runs.Callbacks;
using FlowFunctions.Engine.DurableTask.Hub;
using FlowFunctions.Engine.DurableTask.Hub.Drivers;
using FlowFunctions.Engine.DurableTask.Hub.Grpc;
using FlowFunctions.Storage.Local;

namespace FlowFunctions.App.Tests.Backends;

/// <summary>Two apps that work for one Durable Task backend over gRPC, on one storage account.</summary>
public class BackendFixture : IAsyncLifetime
{
    private readonly List<IAsyncDisposable> _parts = [];
    private readonly List<HttpClient> _clients = [];

    public HttpClient Client => _clients[0];

    public HttpClient Elsewhere => _clients[1];

    /// <summary>How many apps there are.</summary>
    protected virtual int Apps => 2;

    internal Azurite Storage { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Storage = await Azurite.StartAsync(new AzuriteOptions(AppFixture.AzuriteFolder));
        _parts.Add(Storage);
        var sidecar = new HubSidecar();
        var live = new LiveHub(new TaskHubOptions(), sidecar);
        sidecar.Hub = live.Hub;
        _parts.Add(live);
        var server = await SidecarServer.StartAsync(sidecar);
        _parts.Add(server);
        for (var app = 0; app < Apps; app++)
        {
            await AddAsync(server.Address);
        }
    }

    public async Task DisposeAsync()
    {
        _clients.ForEach(static client => client.Dispose());
        foreach (var part in Enumerable.Reverse(_parts))
        {
            await part.DisposeAsync();
        }
    }

    /// <summary>An app that works for a backend.</summary>
    internal async Task<FlowApp> StartAsync(Uri backend) =>
        await FlowApp.StartAsync(
            new AppSettings
            {
                Storage = Storage.ConnectionString,
                Url = "http://127.0.0.1:0",
                AllowPrivateNetwork = true,
                Secret = CallbackApps.FindSecret,
                Backend = new BackendSettings(backend, TaskHub: "tests", ClientId: null),
            }
        );

    private async Task AddAsync(Uri backend)
    {
        var app = await StartAsync(backend);
        _parts.Add(app);
        _clients.Add(new HttpClient { BaseAddress = new Uri(app.Address) });
    }
}
