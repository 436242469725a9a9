using System.Runtime.CompilerServices;
using FlowFunctions.App.Hosting;
using FlowFunctions.App.Runs.Records;
using FlowFunctions.App.Tests.Runs.Callbacks;
using FlowFunctions.Storage.Local;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.App.Tests.Apps;

/// <summary>One Azurite and one app for the tests that only talk to them; flows and runs have ids of their own.</summary>
public class AppFixture : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flow-app-tests").FullName;
    private static int _names;
    private Azurite? _azurite;
    private FlowApp? _app;
    private HttpClient? _client;

    /// <summary>The repository's folder with the pinned emulator.</summary>
    public static string AzuriteFolder { get; } = FolderOf();

    /// <summary>A client of the shared app.</summary>
    public HttpClient Client => _client!;

    /// <summary>The clock of the shared app, and of those that a test starts.</summary>
    internal virtual TimeProvider Time => TimeProvider.System;

    internal FlowApp App => _app!;

    internal Azurite Azurite => _azurite!;

    /// <summary>An id that no other test has.</summary>
    public static string NewId(string prefix = "flow") => $"{prefix}-{Interlocked.Increment(ref _names)}";

    public async Task InitializeAsync()
    {
        _azurite = await Azurite.StartAsync(new AzuriteOptions(AzuriteFolder));
        _app = await StartAppAsync(Path.Combine(_folder, "shared"));
        _client = new HttpClient { BaseAddress = new Uri(_app.Address) };
    }

    public async Task DisposeAsync()
    {
        _client?.Dispose();
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        if (_azurite is not null)
        {
            await _azurite.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Waits until the records of all runs that have ended are stored.</summary>
    internal async Task StoredAsync()
    {
        var writer = App.Services.GetRequiredService<RecordWriter>();
        while (writer.Waiting > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5));
        }
    }

    /// <summary>A folder that no other test has; it goes with the fixture.</summary>
    internal string NewFolder() => Directory.CreateDirectory(Path.Combine(_folder, NewId("data"))).FullName;

    /// <summary>An app of a test's own, on the shared storage.</summary>
    internal Task<FlowApp> StartAppAsync(string folder, Action<WebApplicationBuilder>? configure = null) =>
        FlowApp.StartAsync(
            new AppSettings
            {
                Storage = Azurite.ConnectionString,
                DataFolder = folder,
                Url = "http://127.0.0.1:0",
                AllowPrivateNetwork = true,
                Secret = CallbackApps.FindSecret,
                TimeProvider = Time,
            },
            configure
        );

    private static string FolderOf([CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", "..", "infra", "local"));
}

/// <summary>The tests that share one app.</summary>
[CollectionDefinition(nameof(AppTests))]
public sealed class AppTests : ICollectionFixture<AppFixture>;
