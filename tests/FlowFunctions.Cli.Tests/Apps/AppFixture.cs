using System.Runtime.CompilerServices;
using FlowFunctions.App.Hosting;
using FlowFunctions.Storage.Local;

namespace FlowFunctions.Cli.Tests.Apps;

/// <summary>One Azurite and one app for all tests of commands that talk to a server; flows have ids of their own.</summary>
public sealed class AppFixture : IAsyncLifetime
{
    private static int _names;
    private readonly string _folder = Directory.CreateTempSubdirectory("flow-cli-app").FullName;
    private Azurite? _azurite;
    private FlowApp? _app;

    /// <summary>The app's address.</summary>
    public string Address => _app!.Address;

    /// <summary>The storage account, for apps of a test's own.</summary>
    internal string Storage => _azurite!.ConnectionString;

    /// <summary>An id that no other test has.</summary>
    public static string NewId(string prefix = "flow") => $"{prefix}-{Interlocked.Increment(ref _names)}";

    public async Task InitializeAsync()
    {
        _azurite = await Azurite.StartAsync(new AzuriteOptions(FolderOf()));
        _app = await FlowApp.StartAsync(
            new AppSettings
            {
                Storage = _azurite.ConnectionString,
                DataFolder = _folder,
                Url = "http://127.0.0.1:0",
            }
        );
    }

    public async Task DisposeAsync()
    {
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

    /// <summary>Runs a command line against the app.</summary>
    internal async Task<CommandEnd> RunAsync(params string[] arguments)
    {
        using var terminal = new TestTerminal();
        var exitCode = await terminal.RunAsync([.. arguments, "--server", Address]);
        return new CommandEnd(exitCode, terminal.Output, terminal.Error);
    }

    /// <summary>Saves and publishes a flow.</summary>
    internal async Task PushAsync(string flow, bool force = false)
    {
        using var file = new TemporaryFile(flow);
        var end = await RunAsync(["push", file.Path, .. force ? ["--force"] : Array.Empty<string>()]);
        Assert.True(end.ExitCode == 0, end.Error);
    }

    private static string FolderOf([CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", "..", "infra", "local"));
}

/// <summary>How a command ended.</summary>
internal sealed record CommandEnd(int ExitCode, string Output, string Error);

/// <summary>The tests that share one app.</summary>
[CollectionDefinition(nameof(AppTests))]
public sealed class AppTests : ICollectionFixture<AppFixture>;
