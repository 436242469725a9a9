using System.Net;
using System.Net.Sockets;
using FlowFunctions.EndToEnd.Tests.Builder;
using FlowFunctions.EndToEnd.Tests.Processes;
using FlowFunctions.Storage.Local;

namespace FlowFunctions.EndToEnd.Tests.FunctionsHost;

/// <summary>The app as it is published, and an emulator for its storage account.</summary>
public sealed class PublishedApp : IAsyncLifetime
{
#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif
    private const string Key = "the-key-of-the-published-app-of-tests";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);
    private readonly TemporaryFolder _folder = new();
    private Azurite? _azurite;

    /// <summary>The published folder.</summary>
    public string Folder => Path.Combine(_folder.Path, "app");

    /// <summary>The storage account.</summary>
    public string Storage => _azurite!.ConnectionString;

    public async Task InitializeAsync()
    {
        _azurite = await Azurite.StartAsync(new AzuriteOptions(Repository.PathOf("infra", "local")));
        using var patience = new CancellationTokenSource(Patience);
        await CheckedBuilder.Build.EnsureAsync(patience.Token);
        await using var alone = await CheckedBuilder.Build.LockAsync(patience.Token);
        using var publish = ProgramRun.Start(
            "dotnet",
            ["publish", "src/FlowFunctions.App", "--no-build", "-c", Configuration, "-o", Folder]
        );
        var end = await publish.EndAsync();
        Assert.True(end.ExitCode == 0, end.Output + end.Error);
    }

    public async Task DisposeAsync()
    {
        await _azurite!.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>What a Functions host tells its handler.</summary>
    internal Dictionary<string, string> Environment(int port) =>
        new(StringComparer.Ordinal)
        {
            ["FUNCTIONS_CUSTOMHANDLER_PORT"] = $"{port}",
            ["ASPNETCORE_URLS"] = "http://127.0.0.1:9",
            ["AzureWebJobsStorage"] = Storage,
            ["Access__Key"] = Key,
        };

    /// <summary>A client with the key that the settings name.</summary>
    internal static HttpClient ClientOf(int port)
    {
        var client = new HttpClient
        {
            BaseAddress = new Uri($"http://127.0.0.1:{port}"),
            Timeout = TimeSpan.FromSeconds(10),
        };
        client.DefaultRequestHeaders.Add("X-API-Key", Key);
        return client;
    }

    /// <summary>A port that nobody uses.</summary>
    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
