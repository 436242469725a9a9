using FlowFunctions.App.FunctionsHost;
using FlowFunctions.App.Hosting;
using FlowFunctions.Engine.DurableTask.Clients;
using FlowFunctions.Engine.DurableTask.Hub;
using FlowFunctions.Engine.DurableTask.Hub.Drivers;
using FlowFunctions.Storage.Local;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.App.Tests.FunctionsHost;

/// <summary>A task hub that calls two handlers as two instances of a function app, on one storage account.</summary>
public sealed class HostFixture : IAsyncLifetime
{
    private readonly HandlerWorker _worker = new();
    private readonly List<IAsyncDisposable> _parts = [];
    private readonly List<HttpClient> _clients = [];

    /// <summary>A client of the instance that carries everything out.</summary>
    public HttpClient Client => _clients[0];

    /// <summary>A client of an instance that the hub never calls.</summary>
    public HttpClient Elsewhere => _clients[1];

    internal LiveHub Live { get; private set; } = null!;

    internal FlowApp App { get; private set; } = null!;

    internal Azurite Azurite { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Azurite = await Azurite.StartAsync(new AzuriteOptions(Apps.AppFixture.AzuriteFolder));
        _parts.Add(Azurite);
        Live = new LiveHub(new TaskHubOptions(), _worker);
        _parts.Add(Live);
        App = await StartAppAsync();
        await StartAppAsync();
        _worker.Handler = Client;
    }

    public async Task DisposeAsync()
    {
        foreach (var part in Enumerable.Reverse(_parts))
        {
            await part.DisposeAsync();
        }

        _clients.ForEach(static client => client.Dispose());
    }

    /// <summary>An instance of the app whose task hub is this one's.</summary>
    internal async Task<FlowApp> StartAppAsync()
    {
        var app = await StartAsync(services => services.AddSingleton<ITaskHubClient>(new HubClient(Live.Hub)));
        _parts.Add(app);
        _clients.Add(new HttpClient { BaseAddress = new Uri(app.Address) });
        return app;
    }

    /// <summary>An app as a handler.</summary>
    internal Task<FlowApp> StartAsync(Action<IServiceCollection> configure, Uri? host = null) =>
        FlowApp.StartAsync(
            new AppSettings
            {
                Storage = Azurite.ConnectionString,
                Url = "http://127.0.0.1:0",
                FunctionsHost = new FunctionsHostSettings(0, host),
            },
            builder => configure(builder.Services)
        );
}

/// <summary>The tests that share one function app.</summary>
[CollectionDefinition(nameof(HostTests))]
public sealed class HostTests : ICollectionFixture<HostFixture>;
