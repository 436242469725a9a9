using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Azure;
using FlowFunctions.Storage.Local;
using FlowFunctions.Storage.Tables;

namespace FlowFunctions.Storage.Tests.Local;

[Collection(nameof(StorageTests))]
public sealed class AzuriteTests(AzuriteFixture fixture)
{
    [Fact]
    public async Task Azurite_StoppedAndStarted_KeepsItsData()
    {
        var data = Directory.CreateTempSubdirectory("azurite-");
        var options = new AzuriteOptions(AzuriteFixture.Folder) { DataFolder = data.FullName };
        int process;
        await using (var first = await Azurite.StartAsync(options))
        {
            process = first.ProcessId;
            var table = new TableServiceClient(first.ConnectionString).GetTableClient("kept");
            await table.CreateAsync();
            await table.AddEntityAsync(new TableEntity("p", "r") { ["Text"] = "still there" });
            await first.DisposeAsync();
        }

        Assert.Throws<ArgumentException>(() => Process.GetProcessById(process));
        await using var second = await Azurite.StartAsync(options);
        var kept = await new TableServiceClient(second.ConnectionString)
            .GetTableClient("kept")
            .GetEntityAsync("p", "r");
        Assert.Equal("still there", kept.Value.GetString("Text"));
    }

    [Fact]
    public async Task Azurite_ParentKilled_EndsToo()
    {
        // The parent is a shell that holds the other end of standard input, as a killed test host would.
        using var parent = Process.Start(
            new ProcessStartInfo("bash")
            {
                WorkingDirectory = AzuriteFixture.Folder,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                ArgumentList =
                {
                    "-c",
                    "exec 3> >(exec node azurite.cjs --silent --disableTelemetry --inMemoryPersistence --blobPort 0 --queuePort 0 "
                        + "--tablePort 0); echo $!; exec cat",
                },
            }
        )!;
        using var child = Process.GetProcessById(int.Parse((await parent.StandardOutput.ReadLineAsync())!, null));
        while (
            await parent.StandardOutput.ReadLineAsync() is { } line && !line.Contains("Table service is successfully")
        )
        {
            Assert.False(parent.HasExited);
        }

        parent.Kill();

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        await child.WaitForExitAsync(limit.Token);
        Assert.True(child.HasExited);
    }

    [Fact]
    public async Task Start_PortInUse_SaysSo()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var options = new AzuriteOptions(AzuriteFixture.Folder) { BlobPort = ((IPEndPoint)other.LocalEndpoint).Port };

        var failure = await Assert.ThrowsAsync<AzuriteException>(() => Azurite.StartAsync(options));

        Assert.StartsWith("A port of the local storage is in use", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WithoutLockFile_SaysWhichFileIsMissing()
    {
        var empty = Directory.CreateTempSubdirectory("no-azurite-");

        var failure = await Assert.ThrowsAsync<AzuriteException>(() =>
            Azurite.StartAsync(new AzuriteOptions(empty.FullName))
        );

        Assert.Contains("package-lock.json", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WithoutNode_SaysWhatToInstall()
    {
        var fresh = Directory.CreateTempSubdirectory("no-node-");
        await File.WriteAllTextAsync(Path.Combine(fresh.FullName, "package-lock.json"), "{}");
        var path = Environment.GetEnvironmentVariable("PATH");
        Environment.SetEnvironmentVariable("PATH", fresh.FullName);
        try
        {
            var node = await Assert.ThrowsAsync<AzuriteException>(() =>
                Azurite.StartAsync(new AzuriteOptions(AzuriteFixture.Folder))
            );
            var npm = await Assert.ThrowsAsync<AzuriteException>(() =>
                Azurite.StartAsync(new AzuriteOptions(fresh.FullName))
            );

            Assert.Equal("node was not found. Install Node.js 20 or later.", node.Message);
            Assert.Equal("npm was not found. Install Node.js 20 or later, which brings it.", npm.Message);
        }
        finally
        {
            Environment.SetEnvironmentVariable("PATH", path);
        }
    }

    [Fact]
    public async Task Start_NpmFails_ShowsWhatItSaid()
    {
        var fresh = Directory.CreateTempSubdirectory("bad-lock-");
        await File.WriteAllTextAsync(Path.Combine(fresh.FullName, "package-lock.json"), "no JSON");

        var failure = await Assert.ThrowsAsync<AzuriteException>(() =>
            Azurite.StartAsync(new AzuriteOptions(fresh.FullName))
        );

        Assert.StartsWith("'npm ci' in '", failure.Message, StringComparison.Ordinal);
        Assert.Contains("npm error", failure.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Install_RegistryUnreachable_SaysSo()
    {
        var fresh = await OfflineFolderAsync();

        var failure = await Assert.ThrowsAsync<AzuriteException>(() => Azurite.InstallAsync(fresh));

        Assert.Equal(
            "npm cannot reach its registry to install Azurite (ECONNREFUSED). Check the network and npm's proxy settings, then start again.",
            failure.Message
        );
    }

    [Fact]
    public async Task Install_Cancelled_LeavesNoNpm()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var fresh = await OfflineFolderAsync(((IPEndPoint)silent.LocalEndpoint).Port);
        using var cancel = new CancellationTokenSource();

        var install = Azurite.InstallAsync(fresh, progress: null, cancel.Token);
        using var asked = await silent.AcceptTcpClientAsync();
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => install);

        // The connection ends with the process that made it.
        while (await asked.GetStream().ReadAsync(new byte[4096]) > 0) { }
    }

    [Fact]
    public async Task Start_Progress_SaysWhereItListens()
    {
        var said = new List<string>();

        await using var azurite = await Azurite.StartAsync(new AzuriteOptions(AzuriteFixture.Folder), new Lines(said));

        Assert.Contains(said, line => line.Contains(azurite.TableEndpoint.Authority, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Azurite_WrongKey_Refuses()
    {
        var key = Convert.ToBase64String(new byte[64]);
        var credential = new TableSharedKeyCredential(Azurite.AccountName, key);
        var table = new TableServiceClient(fixture.Azurite.TableEndpoint, credential).GetTableClient("any");

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => table.CreateAsync());

        Assert.Equal(403, failure.Status);
        Assert.DoesNotContain(key, failure.ToString(), StringComparison.Ordinal);
    }

    /// <summary>The emulator's folder, before its installation, with a registry at a port of this machine and nothing cached.</summary>
    private static async Task<string> OfflineFolderAsync(int port = 9)
    {
        var folder = Directory.CreateTempSubdirectory("no-registry-").FullName;
        foreach (var name in (string[])["package.json", "package-lock.json"])
        {
            File.Copy(Path.Combine(AzuriteFixture.Folder, name), Path.Combine(folder, name));
        }

        await File.WriteAllTextAsync(
            Path.Combine(folder, ".npmrc"),
            $"registry=http://127.0.0.1:{port}/\ncache={folder}/cache\nreplace-registry-host=always\n"
        );
        return folder;
    }

    private sealed class Lines(List<string> said) : IProgress<string>
    {
        public void Report(string value) => said.Add(value);
    }
}
