using System.Net;
using System.Net.Sockets;
using FlowFunctions.EndToEnd.Tests.Processes;
using FlowFunctions.Storage.Local;

namespace FlowFunctions.EndToEnd.Tests.App;

/// <summary>The storage that the app finds or starts.</summary>
public sealed class StorageTests
{
    private static readonly string AzuriteFolder = Repository.PathOf("infra", "local");

    [Fact]
    public async Task Azurite_Killed_IsStartedAgainAndNothingIsLost()
    {
        using var folder = new TemporaryFolder();
        using var app = await AppRun.ListenAsync(folder);
        var run = await app.PostAsync("/api/flows/diamond/runs?wait=30s", """{"n":1}""");
        using var azurite = ChildProcesses.Of(app.Id).With("azurite.cjs");

        azurite.Kill();

        await app.WaitForLineAsync("has ended unexpectedly");
        await app.WaitForLineAsync("is back");
        await app.EndedAsync(run.Text("id")!);
        Assert.Equal(0, (await app.StopAsync()).ExitCode);
        using var again = await AppRun.ListenAsync(folder);
        Assert.Equal("Succeeded", (await again.GetAsync($"/api/runs/{run.Text("id")}")).Text("status"));
    }

    [Fact]
    public async Task Storage_Away_RequestsThatNeedItAnswer503()
    {
        using var folder = new TemporaryFolder();
        var azurite = await Azurite.StartAsync(new AzuriteOptions(AzuriteFolder));
        using var app = await AppRun.ListenAsync(folder, With("AzureWebJobsStorage", azurite.ConnectionString));

        await azurite.DisposeAsync();

        var answer = await app.GetAsync("/api/flows");
        Assert.Equal((503, "Storage.Unavailable"), (answer.Status, answer.Text("code")));
        Assert.Equal(200, (await app.GetAsync("/healthz")).Status);
        Assert.Equal(0, (await app.StopAsync()).ExitCode);
    }

    [Fact]
    public async Task StoragePorts_UsedByAnotherProgram_FreeOnesAreTaken()
    {
        using var folder = new TemporaryFolder();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        using var app = await AppRun.ListenAsync(folder, With("FLOW_STORAGE_PORT", $"{Math.Min(port, 65_533)}"));

        var end = await app.StopAsync();

        Assert.Contains("because another program uses", end.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StoragePorts_AzuriteListens_ItIsUsed()
    {
        using var folder = new TemporaryFolder();
        await using var azurite = await ThreePorts.StartAzuriteAsync(AzuriteFolder);
        using var app = await AppRun.ListenAsync(folder, With("FLOW_STORAGE_PORT", $"{azurite.BlobEndpoint.Port}"));

        Assert.Equal(200, (await app.PostAsync("/api/flows/diamond/runs?wait=30s", """{"n":1}""")).Status);
        var end = await app.StopAsync();
        Assert.Contains("listens already", end.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(folder.Path, "data", "storage")));
    }

    [Fact]
    public async Task StoragePorts_AzuriteOfAnotherApp_IsLeftToIt()
    {
        using var folder = new TemporaryFolder();
        using var other = new TemporaryFolder();
        var ports = With("FLOW_STORAGE_PORT", $"{ThreePorts.Free()}");
        using var first = await AppRun.ListenAsync(folder, ports);
        using var second = await AppRun.ListenAsync(other, ports);

        await first.StopAsync();

        Assert.Equal(200, (await second.PostAsync("/api/flows/diamond/runs?wait=30s", """{"n":1}""")).Status);
        Assert.Contains("because another", (await second.StopAsync()).Output, StringComparison.Ordinal);
    }

    private static AppStart With(string name, string value) =>
        new() { Environment = new Dictionary<string, string>(StringComparer.Ordinal) { [name] = value } };
}
