using System.Text.Json.Nodes;
using FlowFunctions.Cli.Tests.Apps;
using FlowFunctions.Cli.Tests.Server;

namespace FlowFunctions.Cli.Tests.SignIn;

[Collection(nameof(AppTests))]
public sealed class StoredSignInTests(AppFixture fixture) : IAsyncLifetime
{
    private const int Processes = 3;
    private GuardedServer? _server;

    private GuardedServer Server => _server!;

    public async Task InitializeAsync()
    {
        _server = await GuardedServer.StartAsync(fixture);
        await Server.SignInAsync();
    }

    public async Task DisposeAsync() => await Server.DisposeAsync();

    [Fact]
    public async Task Token_NearItsEnd_IsRenewedBeforeItIsSent()
    {
        ChangeStored(signIn => signIn["endsAt"] = DateTimeOffset.UnixEpoch);

        Assert.Equal(0, (await Server.RunAsync("list")).ExitCode);
        Assert.Equal(0, (await Server.RunAsync("list")).ExitCode);

        Assert.Equal(1, Server.Provider.Refreshes);
    }

    [Fact]
    public async Task Token_ThatTheServerRefuses_IsRenewedOnce()
    {
        ChangeStored(signIn => signIn["token"] = Server.Provider.Token(hasEnded: true));

        Assert.Equal(0, (await Server.RunAsync("list")).ExitCode);
        Assert.Equal(1, Server.Provider.Refreshes);

        Server.Provider.GivesEnded = true;
        ChangeStored(signIn => signIn["token"] = Server.Provider.Token(hasEnded: true));
        var end = await Server.RunAsync("list");

        Assert.Equal(ExitCode.Invalid, end.ExitCode);
        Assert.Contains("Access.TokenInvalid", end.Error, StringComparison.Ordinal);
        Assert.Contains("flow login", end.Error, StringComparison.Ordinal);
        Assert.Equal(2, Server.Provider.Refreshes);
    }

    [Fact]
    public async Task Renewal_ThatTheProviderRefuses_EndsTheSignIn()
    {
        Server.Provider.RefreshToken = null;
        ChangeStored(signIn => signIn["endsAt"] = DateTimeOffset.UnixEpoch);

        var end = await Server.RunAsync("list");

        Assert.Equal(ExitCode.Invalid, end.ExitCode);
        Assert.Contains("has ended. Sign in again with 'flow login", end.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "refresh-0",
            end.Error + await File.ReadAllTextAsync(Server.Store),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Renewal_ByProcessesAtOnce_UsesTheTokenOnce()
    {
        ChangeStored(signIn => signIn["endsAt"] = DateTimeOffset.UnixEpoch);
        var runs = Enumerable.Range(0, Processes).Select(_ => Server.Start("whoami")).ToArray();

        foreach (var run in runs)
        {
            using (run)
            {
                var end = await run.EndAsync();
                Assert.True(end.ExitCode == 0, end.Error);
            }
        }

        Assert.Equal(1, Server.Provider.Refreshes);
        Assert.Equal("refresh-1", Stored()["refreshToken"]!.GetValue<string>());
    }

    [Fact]
    public async Task Login_Interrupted_KeepsNothing()
    {
        File.Delete(Server.Store);
        for (var question = 0; question < 100_000; question++)
        {
            Server.Provider.Errors.Enqueue("authorization_pending");
        }

        using var run = Server.Start("login");
        await run.WaitForLineAsync("Ctrl+C gives up");
        await run.SignalAsync("INT");
        var end = await run.EndAsync();

        Assert.Equal(ExitCode.Cancelled, end.ExitCode);
        Assert.Contains("nothing was kept", end.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Server.Store));
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherWrite)]
    public async Task Store_OpenToOthers_IsRefused(UnixFileMode others)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        File.SetUnixFileMode(Server.Store, UnixFileMode.UserRead | UnixFileMode.UserWrite | others);

        var end = await Server.RunAsync("list");

        Assert.Equal(ExitCode.Invalid, end.ExitCode);
        Assert.Contains($"'chmod 600 {Server.Store}'", end.Error, StringComparison.Ordinal);
        Assert.Equal(0, Server.Provider.Refreshes);
    }

    [Fact]
    public async Task Store_InAFolderThatOthersChange_IsRefused()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var folder = Path.GetDirectoryName(Server.Store)!;
        File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.OtherWrite);

        Assert.Contains($"'chmod 700 {folder}'", (await Server.RunAsync("list")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Store_ThatIsBroken_IsNamedAndNotRepeated()
    {
        await File.WriteAllTextAsync(Server.Store, """{"servers":{"x":{"token":"hush" """);

        var end = await Server.RunAsync("list");

        Assert.Equal(ExitCode.Invalid, end.ExitCode);
        Assert.Contains(Server.Store, end.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_OfOneServer_IsNotSentToAnother()
    {
        await using var other = await ScriptedServer.StartAsync(ScriptedServer.Json(200, """{"items":[]}"""));

        await Server.RunAsync("list", "--server", other.Address.AbsoluteUri);

        Assert.DoesNotContain("Authorization", Assert.Single(other.Received).Headers.Keys);
    }

    private JsonNode Stored() => JsonNode.Parse(File.ReadAllText(Server.Store))!["servers"]![Server.Address]!;

    private void ChangeStored(Action<JsonNode> change)
    {
        var all = JsonNode.Parse(File.ReadAllText(Server.Store))!;
        change(all["servers"]![Server.Address]!);
        File.WriteAllText(Server.Store, all.ToJsonString());
    }
}
