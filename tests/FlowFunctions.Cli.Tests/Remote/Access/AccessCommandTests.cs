using System.Text.Json;
using FlowFunctions.Cli.Tests.Apps;
using FlowFunctions.Cli.Tests.SignIn;

namespace FlowFunctions.Cli.Tests.Remote.Access;

[Collection(nameof(AppTests))]
public sealed class AccessCommandTests(AppFixture fixture) : IAsyncLifetime
{
    private readonly string _workspace = AppFixture.NewId("tenant");
    private GuardedServer? _server;

    public async Task InitializeAsync() => _server = await GuardedServer.StartAsync(fixture);

    public async Task DisposeAsync() => await _server!.DisposeAsync();

    [Fact]
    public async Task Key_Created_CountsInItsWorkspaceUntilItIsRevoked()
    {
        var made = await AdminAsync("keys", "create", "ci", "viewer", "--days", "2");
        Assert.True(made.ExitCode == 0, made.Error);
        var key = made.Output.Trim();
        Assert.DoesNotContain(key, made.Error, StringComparison.Ordinal);

        var who = await _server!.AsAsync(key, "whoami", "--json");
        Assert.Equal(_workspace, JsonElement.Parse(who.Output).GetProperty("workspace").GetString());
        var listed = await AdminAsync("keys", "ls");
        var id = listed.Output.Split('\t')[0];
        Assert.Contains("\tci\tviewer\t", listed.Output, StringComparison.Ordinal);

        Assert.Equal(0, (await AdminAsync("keys", "revoke", id)).ExitCode);
        Assert.Empty((await AdminAsync("keys", "ls")).Output);
        Assert.Equal(ExitCode.Invalid, (await AdminAsync("keys", "revoke", id)).ExitCode);
    }

    [Fact]
    public async Task Caller_WhoseRoleIsTooSmall_IsToldWhichItTakes()
    {
        var key = (await AdminAsync("keys", "create", "eyes", "viewer")).Output.Trim();

        var refused = await _server!.AsAsync(key, "keys", "ls");
        var elsewhere = await _server.AsAsync(key, "list", "--workspace", "default");

        Assert.Equal((ExitCode.Invalid, ExitCode.Invalid), (refused.ExitCode, elsewhere.ExitCode));
        Assert.Contains("the role admin has", refused.Error, StringComparison.Ordinal);
        Assert.Contains("flow members set", refused.Error, StringComparison.Ordinal);
        Assert.Contains("Access.NoRole", elsewhere.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Member_SetAndRemoved_IsListedInBetween()
    {
        var set = await AdminAsync("members", "set", "main:bob", "operator", "--flows", "billing-*", "--name", "Bob");
        Assert.Contains($"main:bob is operator in {_workspace}, flows billing-*", set.Error, StringComparison.Ordinal);

        var listed = await AdminAsync("members", "ls");
        Assert.StartsWith("main:bob\tBob\toperator\tbilling-*\t", listed.Output, StringComparison.Ordinal);
        Assert.Contains(
            $"operator in {_workspace}",
            (await _server!.AsAsync(_server.Provider.Token("bob"), "whoami")).Output,
            StringComparison.Ordinal
        );

        Assert.Equal(0, (await AdminAsync("members", "rm", "main:bob")).ExitCode);
        Assert.Empty((await AdminAsync("members", "ls")).Output);
    }

    [Fact]
    public async Task Limit_SetAndReset_GoesBackToTheDefault()
    {
        var before = Row((await AdminAsync("limits", "ls")).Output, "openRuns");

        Assert.Contains(
            $"openRuns is 7 runs; it was {before[1]}.",
            (await AdminAsync("limits", "set", "openRuns", "7")).Error,
            StringComparison.Ordinal
        );
        Assert.Equal("7", Row((await AdminAsync("limits", "ls")).Output, "openRuns")[1]);

        Assert.Equal(0, (await AdminAsync("limits", "reset", "openRuns")).ExitCode);
        Assert.Equal(before[1], Row((await AdminAsync("limits", "ls")).Output, "openRuns")[1]);
        Assert.Equal(ExitCode.Invalid, (await AdminAsync("limits", "set", "openRuns", "-1")).ExitCode);
    }

    [Fact]
    public async Task Audit_OfAChange_IsListedAndExported()
    {
        await AdminAsync("members", "set", "main:mallory", "viewer");
        using var folder = new TemporaryFolder();
        var file = folder.PathOf("all.ndjson");

        var listed = await AdminAsync("audit", "--target", "main:mallory");
        var none = await AdminAsync("audit", "--target", "main:mallory", "--to", "2020-01-01");
        var exported = await AdminAsync("audit", "--export", file);
        var again = await AdminAsync("audit", "--export", file);

        Assert.True(listed.ExitCode == 0, listed.Error);
        Assert.Contains("main:mallory\tdone (200)", listed.Output, StringComparison.Ordinal);
        Assert.Equal("There are no such entries.\n", none.Error);
        Assert.True(exported.ExitCode == 0, exported.Error);
        Assert.Contains(
            "main:mallory",
            (await File.ReadAllLinesAsync(file)).Select(static line =>
                JsonElement.Parse(line).GetProperty("target").GetString()
            )
        );
        Assert.Contains("is there already", again.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Invalid, (await AdminAsync("audit", "--export", "x", "--caller", "y")).ExitCode);
    }

    [Fact]
    public async Task Profile_WithAWorkspace_WorksThere()
    {
        await _server!.SendAsync(GuardedServer.Key, "login", "--key", "--workspace", _workspace, "--profile", "tenant");
        await _server.RunAsync("members", "set", "main:eve", "viewer", "--server", "tenant");

        Assert.Contains("main:eve", (await AdminAsync("members", "ls")).Output, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "main:eve",
            (await _server.RunAsync("members", "ls", "--server", "tenant", "--workspace", "default")).Output,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("Not a name")]
    [InlineData("a\r\nX-Other: 1")]
    public async Task Workspace_ThatIsNone_IsRefused(string workspace) =>
        Assert.Contains(
            "no name of a workspace",
            (await _server!.RunAsync("list", "--workspace", workspace)).Error,
            StringComparison.Ordinal
        );

    private static string[] Row(string table, string name) =>
        table.Split('\n').Single(line => line.StartsWith($"{name}\t", StringComparison.Ordinal)).Split('\t');

    private Task<CommandEnd> AdminAsync(params string[] arguments) =>
        _server!.AsAsync(GuardedServer.Key, [.. arguments, "--workspace", _workspace]);
}
