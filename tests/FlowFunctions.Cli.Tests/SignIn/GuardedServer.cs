using System.Security.Cryptography;
using System.Text;
using FlowFunctions.App.Access;
using FlowFunctions.App.Hosting;
using FlowFunctions.Cli.Tests.Apps;
using FlowFunctions.EndToEnd.Tests.Processes;

namespace FlowFunctions.Cli.Tests.SignIn;

/// <summary>An app that asks its callers who they are, the provider that they sign in at, and a user's folder for settings.</summary>
internal sealed class GuardedServer : IAsyncDisposable
{
    /// <summary>The key that may do everything.</summary>
    public const string Key = "the-key-of-the-settings-of-this-test";

    private readonly TemporaryFolder _settings = new();
    private FlowApp? _app;
    private DeviceProvider? _provider;

    public string Address => _app!.Address;

    public DeviceProvider Provider => _provider!;

    /// <summary>The folder that settings are in.</summary>
    public string Settings => _settings.Path;

    /// <summary>The store of sign-ins.</summary>
    public string Store => _settings.PathOf("flowfunctions/sign-ins.json");

    public static async Task<GuardedServer> StartAsync(AppFixture fixture)
    {
        var guarded = new GuardedServer { _provider = await DeviceProvider.StartAsync() };
        guarded._app = await FlowApp.StartAsync(
            new AppSettings
            {
                Storage = fixture.Storage,
                DataFolder = guarded._settings.PathOf("data"),
                Url = "http://127.0.0.1:0",
                Access = new AccessSettings
                {
                    Issuers = [guarded._provider.Settings with { ClientId = DeviceProvider.ClientId }],
                    Admins = [$"main:{DeviceProvider.Subject}"],
                    KeyHash = SHA256.HashData(Encoding.UTF8.GetBytes(Key)),
                },
            }
        );
        return guarded;
    }

    /// <summary>Runs a command line against the app.</summary>
    public Task<CommandEnd> RunAsync(params string[] arguments) => RunAsync(input: "", token: null, arguments);

    /// <summary>Runs a command line with an environment that signs in.</summary>
    public Task<CommandEnd> AsAsync(string token, params string[] arguments) => RunAsync("", token, arguments);

    /// <summary>Runs a command line that reads the standard input.</summary>
    public Task<CommandEnd> SendAsync(string input, params string[] arguments) => RunAsync(input, null, arguments);

    /// <summary>Starts the command as a process of its own.</summary>
    public ProgramRun Start(params string[] arguments) =>
        ProgramRun.Start(
            "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "flow.dll"), .. arguments, "--server", Address],
            environment: new Dictionary<string, string> { ["XDG_CONFIG_HOME"] = Settings }
        );

    /// <summary>Signs in by code.</summary>
    public async Task SignInAsync()
    {
        var end = await RunAsync("login");
        Assert.True(end.ExitCode == 0, end.Error);
    }

    public async ValueTask DisposeAsync()
    {
        await _app!.DisposeAsync();
        await _provider!.DisposeAsync();
        _settings.Dispose();
    }

    private async Task<CommandEnd> RunAsync(string input, string? token, string[] arguments)
    {
        using var terminal = new TestTerminal(input, settings: Settings, token: token);
        var server = arguments.Contains("--server") ? Array.Empty<string>() : ["--server", Address];
        var exitCode = await terminal.RunAsync([.. arguments, .. server]);
        return new CommandEnd(exitCode, terminal.Output, terminal.Error);
    }
}
