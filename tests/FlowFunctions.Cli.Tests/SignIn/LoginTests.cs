using FlowFunctions.Cli.SignIn;
using FlowFunctions.Cli.Tests.Apps;

namespace FlowFunctions.Cli.Tests.SignIn;

[Collection(nameof(AppTests))]
public sealed class LoginTests(AppFixture fixture) : IAsyncLifetime
{
    private GuardedServer? _server;

    private GuardedServer Server => _server!;

    public async Task InitializeAsync() => _server = await GuardedServer.StartAsync(fixture);

    public async Task DisposeAsync() => await Server.DisposeAsync();

    [Fact]
    public async Task Login_CodeEntered_SignsInForItsOwnerOnly()
    {
        Server.Provider.Errors.Enqueue("authorization_pending");

        var end = await Server.RunAsync("login", "--profile", "work");

        Assert.True(end.ExitCode == 0, end.Error);
        Assert.Contains($"{Server.Provider.Address}/activate", end.Error, StringComparison.Ordinal);
        Assert.Contains(DeviceProvider.UserCode, end.Error, StringComparison.Ordinal);
        Assert.Contains("as ada (main:ada), workspace default", end.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("eyJ", end.Error + end.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("refresh-", end.Error + end.Output, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Server.Store));
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
                File.GetUnixFileMode(Path.GetDirectoryName(Server.Store)!)
            );
        }

        var who = await Server.RunAsync("whoami", "--server", "work");
        Assert.Contains("role        admin in every workspace", who.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await Server.RunAsync("list")).ExitCode);
    }

    [Fact]
    public async Task Nobody_SignedIn_IsToldToSignIn()
    {
        var end = await Server.RunAsync("list");

        Assert.Equal(ExitCode.Invalid, end.ExitCode);
        Assert.Contains($"flow login --server {Server.Address}", end.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("access_denied", "refused at the browser")]
    [InlineData("expired_token", "Nobody entered the code in time")]
    [InlineData("unsupported_thing", "No. Really (unsupported_thing)")]
    public async Task Login_Refused_KeepsNothing(string error, string told)
    {
        Server.Provider.Errors.Enqueue(error);

        var end = await Server.RunAsync("login");

        Assert.Equal(ExitCode.Invalid, end.ExitCode);
        Assert.Contains(told, end.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Server.Store));
    }

    [Fact]
    public async Task Login_TokenThatTheServerRefuses_KeepsNothing()
    {
        Server.Provider.GivesEnded = true;

        var end = await Server.RunAsync("login");

        Assert.Equal(ExitCode.Invalid, end.ExitCode);
        Assert.Contains("Access.TokenInvalid", end.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Server.Store));
    }

    [Fact]
    public async Task Logout_SignedIn_GivesTheTokenBackAndForgetsIt()
    {
        await Server.SignInAsync();

        var end = await Server.RunAsync("logout");

        Assert.Contains("here and at the sign-in provider", end.Error, StringComparison.Ordinal);
        Assert.Equal(["refresh-0"], Server.Provider.Revoked);
        Assert.DoesNotContain("eyJ", await File.ReadAllTextAsync(Server.Store), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Invalid, (await Server.RunAsync("list")).ExitCode);
        Assert.Contains("were not signed in", (await Server.RunAsync("logout")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_FromInput_SignsIn()
    {
        var end = await Server.SendAsync(GuardedServer.Key + "\n", "login", "--key");

        Assert.True(end.ExitCode == 0, end.Error);
        Assert.DoesNotContain(GuardedServer.Key, end.Error + end.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await Server.RunAsync("keys", "ls")).ExitCode);
        Assert.Contains("forgotten here", (await Server.RunAsync("logout")).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ff_unknown", "Access.KeyInvalid")]
    [InlineData("two words", "no token and no API key")]
    [InlineData("", "no token and no API key")]
    public async Task Key_ThatDoesNotCount_IsNotKept(string key, string told)
    {
        var end = await Server.SendAsync(key, "login", "--key");

        Assert.Equal(ExitCode.Invalid, end.ExitCode);
        Assert.Contains(told, end.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Server.Store));
    }

    [Fact]
    public async Task Environment_WithAToken_CountsMoreThanTheStore()
    {
        await Server.SignInAsync();

        Assert.Contains(
            "main:bob",
            (await Server.AsAsync(Server.Provider.Token("bob"), "whoami")).Output,
            StringComparison.Ordinal
        );

        var refused = await Server.AsAsync("ff_unknown", "list");
        Assert.Equal(ExitCode.Invalid, refused.ExitCode);
        Assert.Contains($"{SentToken.Variable} is set", refused.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("ff_unknown", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Login_OverAnOpenNetwork_IsRefused()
    {
        var end = await Server.RunAsync("login", "--server", "http://flows.example");

        Assert.Equal(ExitCode.Invalid, end.ExitCode);
        Assert.Contains("https", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Login_WhereNobodyIsAsked_SaysSo()
    {
        var end = await Server.RunAsync("login", "--server", fixture.Address);

        Assert.Equal(ExitCode.Invalid, end.ExitCode);
        Assert.Contains("nothing to sign in to", end.Error, StringComparison.Ordinal);
    }
}
