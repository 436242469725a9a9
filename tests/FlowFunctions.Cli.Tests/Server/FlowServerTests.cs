using System.Net;
using System.Net.Sockets;
using FlowFunctions.Cli.Server;
using Microsoft.AspNetCore.Http;

namespace FlowFunctions.Cli.Tests.Server;

public sealed class FlowServerTests
{
    private const string Busy =
        """{"status":503,"code":"Engine.Unavailable","detail":"The app is stopping.","title":"Service Unavailable"}""";
    private static readonly RetryPolicy AtOnce = new() { FirstPause = TimeSpan.FromMilliseconds(1) };

    [Fact]
    public async Task Get_UnavailableAndBrokenOff_IsSentAgain()
    {
        await using var server = await ScriptedServer.StartAsync(
            ScriptedServer.Json(503, Busy),
            ScriptedServer.BreakOff,
            ScriptedServer.Json(429, Busy),
            ScriptedServer.Json(200, """{"n":1}""", ("ETag", "\"a\""))
        );
        using var client = new FlowServer(server.Address, AtOnce);

        var answer = await client.SendAsync(ServerRequest.Get("api/x?q=%20"));

        Assert.Equal(1, answer.Body.Number("n"));
        Assert.Equal("\"a\"", answer.ETag);
        Assert.Equal(Enumerable.Repeat("GET /api/x?q=%20", 4), server.Received.Select(static request => request.Line));
    }

    [Fact]
    public async Task Post_ThatMayHaveWorked_IsNotSentAgain()
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.BreakOff);
        using var client = new FlowServer(server.Address, AtOnce);

        await Assert.ThrowsAsync<ServerUnavailableException>(() => client.SendAsync(ServerRequest.Post("api/x", "{}")));

        Assert.Single(server.Received);
    }

    [Fact]
    public async Task Refusal_CarriesWhatTheServerSaid()
    {
        await using var server = await ScriptedServer.StartAsync(
            ScriptedServer.Json(
                400,
                """
                {"status":400,"code":"Input.Invalid","detail":"It does not fit.",
                 "errors":[{"pointer":"/a","code":"Input.type","message":"must be a number","hint":"Write 1."}]}
                """
            )
        );
        using var client = new FlowServer(server.Address, AtOnce);

        var refusal = await Assert.ThrowsAsync<ServerException>(() => client.SendAsync(ServerRequest.Get("api/x")));

        Assert.Equal(ExitCode.Invalid, refusal.ExitCode);
        Assert.Equal([new("/a", "Input.type", "must be a number", "Write 1.")], refusal.Problem.Errors);
        Assert.Single(server.Received);
    }

    [Fact]
    public async Task Conflict_ThatPassesByItself_IsWaitedFor()
    {
        await using var server = await ScriptedServer.StartAsync(
            ScriptedServer.Json(409, """{"code":"Run.BeingStored","detail":"In a moment."}""", ("Retry-After", "0")),
            ScriptedServer.Json(200, "{}")
        );
        using var client = new FlowServer(server.Address, AtOnce);

        await client.SendAsync(ServerRequest.Get("api/x"));

        Assert.Equal(2, server.Received.Count);
    }

    [Fact]
    public async Task RetryAfter_TooLong_IsToldAtOnce()
    {
        await using var server = await ScriptedServer.StartAsync(
            ScriptedServer.Json(429, Busy, ("Retry-After", "3600"))
        );
        using var client = new FlowServer(server.Address, AtOnce);

        var refusal = await Assert.ThrowsAsync<ServerException>(() => client.SendAsync(ServerRequest.Get("api/x")));

        Assert.Equal(TimeSpan.FromHours(1), refusal.Problem.RetryAfter);
        Assert.Equal(ExitCode.Unavailable, refusal.ExitCode);
        Assert.Single(server.Received);
    }

    [Theory]
    [InlineData(502, ExitCode.Unavailable)]
    [InlineData(404, ExitCode.Invalid)]
    [InlineData(302, ExitCode.Invalid)]
    public async Task AnswerOfSomethingElse_IsSaidToBeThat(int status, int exitCode)
    {
        await using var server = await ScriptedServer.StartAsync(
            Enumerable.Repeat(ScriptedServer.Json(status, "<html>"), 4)
        );
        using var client = new FlowServer(server.Address, AtOnce);

        var refusal = await Assert.ThrowsAsync<ServerException>(() => client.SendAsync(ServerRequest.Get("api/x")));

        Assert.Contains("no answer of a FlowFunctions app", refusal.Problem.Detail, StringComparison.Ordinal);
        Assert.Equal(exitCode, refusal.ExitCode);
    }

    [Fact]
    public async Task Page_ThatIsNoJson_IsSaidToBeNoApp()
    {
        await using var server = await ScriptedServer.StartAsync(context => context.Response.WriteAsync("<html>"));
        using var client = new FlowServer(server.Address, AtOnce);

        var failure = await Assert.ThrowsAsync<ServerUnavailableException>(() =>
            client.SendAsync(ServerRequest.Get("api/x"))
        );

        Assert.Contains("is no JSON", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NobodyThere_SaysHowToStartAServer()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        using var terminal = new TestTerminal();

        Assert.Equal(ExitCode.Unavailable, await terminal.RunAsync("list", "--server", $"http://127.0.0.1:{port}"));

        Assert.Equal(
            $"flow: There is no server at http://127.0.0.1:{port}. Start one with 'dotnet run --project src/FlowFunctions.App', or name another with --server URL.\n",
            terminal.Error
        );
    }

    [Fact]
    public async Task Problem_WithControlCharacters_CannotTakeTheTerminalOver()
    {
        await using var server = await ScriptedServer.StartAsync(
            ScriptedServer.Json(
                400,
                """{"code":"A\u001b[2J","detail":"x\ny","errors":[{"pointer":"/\u001b","code":"c\u0007","message":"m\r"}]}"""
            )
        );
        using var terminal = new TestTerminal();

        Assert.Equal(ExitCode.Invalid, await terminal.RunAsync("list", server.Option));

        Assert.Equal("flow: A [2J: x y\n  / : m  (c )\n", terminal.Error);
    }

    [Theory]
    [InlineData("localhost:7071")]
    [InlineData("ftp://x")]
    [InlineData("http://x/?a=b")]
    [InlineData("http://user:secret@x")]
    public void Address_ThatCannotBeUsed_IsRefusedWithoutShowingASecret(string text)
    {
        var refusal = Assert.Throws<InvalidUseException>(() => ServerAddress.Parse(text));

        Assert.DoesNotContain("secret", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Address_BehindAPrefix_KeepsIt() =>
        Assert.Equal(
            "https://x/flows/api/runs",
            new Uri(ServerAddress.Parse("https://x/flows"), "api/runs").ToString()
        );

    [Theory]
    [InlineData("show", "..")]
    [InlineData("show", "")]
    [InlineData("start", ".")]
    [InlineData("start", "f", "--idempotency-key", " padded ")]
    [InlineData("start", "f", "--idempotency-key", "schlüssel")]
    [InlineData("start", "f", "--wait", "11m")]
    public async Task Argument_ThatCannotBeSent_IsRefusedHere(params string[] arguments)
    {
        await using var server = await ScriptedServer.StartAsync();
        using var terminal = new TestTerminal();

        Assert.Equal(ExitCode.Invalid, await terminal.RunAsync([.. arguments, server.Option]));

        Assert.Empty(server.Received);
        Assert.StartsWith("flow: ", terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_OfTheSamePageForEver_Ends()
    {
        var page = ScriptedServer.Json(200, """{"items":[{"id":"r"}],"continuation":"x"}""");
        await using var server = await ScriptedServer.StartAsync(page, page, page);
        using var terminal = new TestTerminal();

        Assert.Equal(0, await terminal.RunAsync("list", server.Option));

        Assert.Equal(2, server.Received.Count);
    }
}
