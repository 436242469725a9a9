using FlowFunctions.App.Flows;
using FlowFunctions.App.Hosting;
using FlowFunctions.App.Tests.Apps;
using FlowFunctions.Storage.Local;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.App.Tests.Events;

/// <summary>One Azurite, and apps on it whose flows are in memory.</summary>
public sealed class EventsFixture : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flow-events-tests").FullName;
    private readonly MemoryCatalog _flows = new();
    private int _apps;
    private Azurite? _azurite;
    private FlowApp? _app;

    /// <summary>A client of the shared app.</summary>
    public HttpClient Client { get; private set; } = new();

    internal FlowApp App => _app!;

    public async Task InitializeAsync()
    {
        _azurite = await Azurite.StartAsync(new AzuriteOptions(AppFixture.AzuriteFolder));
        _app = await StartAppAsync();
        Client = ClientOf(_app);
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await _app!.DisposeAsync();
        await _azurite!.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A client of an app. Streams stay open for as long as a test needs them.</summary>
    internal static HttpClient ClientOf(FlowApp app) => new() { BaseAddress = new Uri(app.Address) };

    /// <summary>An app of a test's own.</summary>
    internal Task<FlowApp> StartAppAsync(Action<WebApplicationBuilder>? configure = null, string? storage = null) =>
        FlowApp.StartAsync(
            new AppSettings
            {
                Storage = storage ?? _azurite!.ConnectionString,
                DataFolder = Path.Combine(_folder, $"{Interlocked.Increment(ref _apps)}"),
                Url = "http://127.0.0.1:0",
            },
            builder =>
            {
                builder.Services.AddSingleton<IFlowCatalog>(_flows);
                configure?.Invoke(builder);
            }
        );

    /// <summary>Starts a run of a flow of a test's own.</summary>
    /// <returns>The run's id.</returns>
    internal async Task<string> StartAsync(
        Func<string, string> flow,
        string input = "{}",
        HttpClient? client = null,
        string query = ""
    )
    {
        var id = Publish(flow);
        return (await (client ?? Client).PostJsonAsync($"/api/flows/{id}/runs{query}", input)).Text("id");
    }

    /// <summary>Makes a flow known to all apps.</summary>
    internal string Publish(Func<string, string> flow)
    {
        var id = AppFixture.NewId("events");
        _flows.Add(flow(id));
        return id;
    }
}

/// <summary>The tests that share one app.</summary>
[CollectionDefinition(nameof(EventsTests))]
public sealed class EventsTests : ICollectionFixture<EventsFixture>;
