using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using FlowFunctions.EndToEnd.Tests.Processes;

namespace FlowFunctions.EndToEnd.Tests.App;

/// <summary>What keeps the app from starting is said in plain words, with an exit code and without a stack trace.</summary>
public sealed class RefusalTests
{
    private const string Unreachable =
        "DefaultEndpointsProtocol=http;AccountName=shop;AccountKey=YWJj;BlobEndpoint=http://127.0.0.1:9/shop;"
        + "QueueEndpoint=http://127.0.0.1:9/shop;TableEndpoint=http://127.0.0.1:9/shop";

    [Theory]
    [InlineData("AzureWebJobsStorage", "nonsense", "AzureWebJobsStorage is no connection string")]
    [InlineData("AzureWebJobsStorage__blobServiceUri", "https://a.example", "__queueServiceUri is missing")]
    [InlineData("FLOW_DURABILITY", "sometimes", "Set 'flush'")]
    public async Task Setting_Bad_ExitsTwo(string name, string value, string said)
    {
        using var folder = new TemporaryFolder();

        await RefusesAsync(2, said, folder, With(name, value));
    }

    [Theory]
    [InlineData("--urls=http://0.0.0.0:7071", "addresses of this machine only")]
    [InlineData("--urls=http://*:7071", "addresses of this machine only")]
    [InlineData("--bogus", "'--bogus'")]
    public async Task CommandLine_Bad_ExitsTwo(string argument, string said)
    {
        using var folder = new TemporaryFolder();
        using var app = AppRun.StartPlain(folder, argument);

        Check(2, said, await app.EndAsync());
    }

    [Fact]
    public async Task SettingsFile_NoJson_ExitsTwo()
    {
        using var folder = new TemporaryFolder();
        folder.Write("local.settings.json", "{ \"Values\": {");

        await RefusesAsync(2, "is no JSON: line 1", folder);
    }

    [Fact]
    public async Task Port_InUse_NamesItAndAnother()
    {
        using var folder = new TemporaryFolder();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        await RefusesAsync(
            1,
            $"Port {port} is in use by another program. Stop it, or choose another port: --urls http://127.0.0.1:",
            folder,
            new AppStart { Url = $"http://127.0.0.1:{port}" }
        );
    }

    [Fact]
    public async Task DataFolder_NotWritable_SaysSo()
    {
        using var folder = new TemporaryFolder();
        folder.Write("data", "a file where a folder should be");

        await RefusesAsync(1, "cannot be written to", folder);
    }

    [Fact]
    public async Task DataFolder_OfARunningApp_SaysSo()
    {
        using var folder = new TemporaryFolder();
        using var first = await AppRun.ListenAsync(folder, new AppStart { Arguments = ["--no-samples"] });

        await RefusesAsync(1, "Another FlowFunctions app uses the data folder", folder);
    }

    [Fact]
    public async Task Journal_Damaged_NamesTheFile()
    {
        using var folder = new TemporaryFolder();
        var start = new AppStart { Arguments = ["--no-samples"] };
        using (var app = await AppRun.ListenAsync(folder, start))
        {
            await app.StopAsync();
        }

        folder.Write("data/journal/00000001.journal", "no journal at all, but long enough to be one");

        await RefusesAsync(1, "00000001.journal' is damaged", folder, start);
    }

    [Fact]
    public async Task Storage_Unreachable_NamesTheAccount()
    {
        using var folder = new TemporaryFolder();

        await RefusesAsync(
            1,
            "The storage account 'shop' (http://127.0.0.1:9) cannot be reached: Connection refused",
            folder,
            With("AzureWebJobsStorage", Unreachable)
        );
    }

    [Theory]
    [InlineData(null, "Node.js was not found")]
    [InlineData("v18.20.1", "'node --version' says 'v18.20.1'")]
    [SupportedOSPlatform("linux")]
    public async Task Node_MissingOrOld_SaysWhatIsNeeded(string? version, string said)
    {
        using var folder = new TemporaryFolder();
        var programs = Directory.CreateDirectory(Path.Combine(folder.Path, "bin")).FullName;
        File.CreateSymbolicLink(Path.Combine(programs, "dotnet"), Environment.ProcessPath!);
        if (version is not null)
        {
            var node = folder.Write("bin/node", $"#!/bin/sh\necho {version}\n");
            File.SetUnixFileMode(node, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        await RefusesAsync(1, said, folder, With("PATH", $"{programs}{(version is null ? "" : ":/bin:/usr/bin")}"));
    }

    private static AppStart With(string name, string value) =>
        new() { Environment = new Dictionary<string, string>(StringComparer.Ordinal) { [name] = value } };

    private static async Task RefusesAsync(int exitCode, string said, TemporaryFolder folder, AppStart? start = null)
    {
        using var app = AppRun.Start(folder, start);
        Check(exitCode, said, await app.EndAsync());
    }

    private static void Check(int exitCode, string said, ProgramEnd end)
    {
        Assert.Equal(exitCode, end.ExitCode);
        Assert.Contains(said, end.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", end.Error + end.Output, StringComparison.Ordinal);
    }
}
