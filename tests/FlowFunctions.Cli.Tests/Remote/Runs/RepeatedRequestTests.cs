using FlowFunctions.Cli.Tests.Server;

namespace FlowFunctions.Cli.Tests.Remote.Runs;

/// <summary>What commands send when connections break.</summary>
public sealed class RepeatedRequestTests
{
    private const string Started = """{"id":"r1","flowId":"f","version":1,"status":"Running"}""";
    private const string Key = "Idempotency-Key";

    [Fact]
    public async Task Start_ConnectionLost_IsSentAgainWithTheSameKey()
    {
        await using var server = await ScriptedServer.StartAsync(
            ScriptedServer.BreakOff,
            ScriptedServer.Json(202, Started)
        );
        using var terminal = new TestTerminal();

        Assert.Equal(0, await terminal.RunAsync("start", "f", "--version", "2", server.Option));

        var sent = server.Received.ToArray();
        Assert.Equal(
            ["POST /api/flows/f/runs?version=2", "POST /api/flows/f/runs?version=2"],
            sent.Select(static request => request.Line)
        );
        Assert.Equal(sent[0].Headers[Key], sent[1].Headers[Key]);
        Assert.Equal(32, sent[0].Headers[Key].Length);
        Assert.Equal("r1\n", terminal.Output);
    }

    [Fact]
    public async Task Start_KeyOfTheUsers_IsSent()
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Json(202, Started));
        using var terminal = new TestTerminal();

        await terminal.RunAsync("start", "f", "--idempotency-key", "order-17", server.Option);

        Assert.Equal("order-17", Assert.Single(server.Received).Headers[Key]);
    }

    [Fact]
    public async Task Start_TwoCommands_HaveDifferentKeys()
    {
        await using var server = await ScriptedServer.StartAsync(
            ScriptedServer.Json(202, Started),
            ScriptedServer.Json(202, Started)
        );
        using var terminal = new TestTerminal();

        await terminal.RunAsync("start", "f", server.Option);
        await terminal.RunAsync("start", "f", server.Option);

        Assert.Distinct(server.Received.Select(static request => request.Headers[Key]));
    }

    [Fact]
    public async Task Signal_ConnectionLost_IsNotSentAgain()
    {
        await using var server = await ScriptedServer.StartAsync(
            ScriptedServer.BreakOff,
            ScriptedServer.Json(202, Started)
        );
        using var terminal = new TestTerminal();

        Assert.Equal(ExitCode.Unavailable, await terminal.RunAsync("signal", "r1", "a/b", server.Option));

        var sent = Assert.Single(server.Received);
        Assert.Equal("POST /api/runs/r1/signals/a%2Fb", sent.Line);
        Assert.Equal("null", sent.Body);
    }

    [Theory]
    [InlineData("start", """{"from":"start","plan":"same"}""")]
    [InlineData("failed", """{"from":"failed","plan":"same"}""")]
    [InlineData("payment", """{"from":"step","step":"payment","plan":"same"}""")]
    public async Task Rerun_ConnectionLost_IsSentAgainWithTheSameKey(string from, string body)
    {
        await using var server = await ScriptedServer.StartAsync(
            ScriptedServer.BreakOff,
            ScriptedServer.Json(202, Started)
        );
        using var terminal = new TestTerminal();

        Assert.Equal(0, await terminal.RunAsync("rerun", "r0", "--from", from, server.Option));

        var sent = server.Received.ToArray();
        Assert.All(sent, request => Assert.Equal(body, request.Body));
        Assert.Equal(sent[0].Headers[Key], sent[1].Headers[Key]);
        Assert.Equal("r1\n", terminal.Output);
    }
}
