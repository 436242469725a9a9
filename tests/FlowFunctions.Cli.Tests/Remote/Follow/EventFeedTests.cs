using FlowFunctions.Cli.Remote.Follow;
using FlowFunctions.Cli.Server;
using FlowFunctions.Cli.Tests.Server;
using Microsoft.AspNetCore.Http;

namespace FlowFunctions.Cli.Tests.Remote.Follow;

public sealed class EventFeedTests
{
    private const string NoRoute = """{"status":404,"code":"Route.NotFound","detail":"There is nothing."}""";
    private const string NoRun = """{"status":404,"code":"Run.NotFound","detail":"There is no run."}""";
    private static readonly FeedSettings Quick = new()
    {
        Retries = new RetryPolicy { FirstPause = TimeSpan.FromMilliseconds(1), MaxAttempts = 3 },
        PollInterval = TimeSpan.FromMilliseconds(1),
    };

    [Fact]
    public async Task Events_AreReadUntilTheEnd()
    {
        await using var server = await ScriptedServer.StartAsync(
            Events(
                ": hello\n\nid: p-1\nevent: snapshot\ndata: {\"a\":1}\n\nevent: end\ndata: {}\n\nevent: late\ndata: {}\n\n"
            )
        );

        Assert.Equal(["snapshot {\"a\":1}", "end {}"], await ReadAsync(server));
        Assert.Equal("text/event-stream", Assert.Single(server.Received).Headers["Accept"]);
    }

    [Theory]
    [InlineData("event: bye\ndata: {}\n\n")]
    [InlineData("event: dropped\ndata: {}\n\n")]
    [InlineData("")]
    public async Task Connection_ThatEnds_IsMadeAgainAfterTheLastEvent(string end)
    {
        await using var server = await ScriptedServer.StartAsync(
            Events($"id: p-7\nevent: step\ndata: {{}}\n\n{end}"),
            Events("id: p-8\nevent: end\ndata: {}\n\n")
        );

        Assert.Equal(["step {}", "end {}"], await ReadAsync(server));

        var sent = server.Received.ToArray();
        Assert.False(sent[0].Headers.ContainsKey("Last-Event-ID"));
        Assert.Equal("p-7", sent[1].Headers["Last-Event-ID"]);
    }

    [Fact]
    public async Task Connection_ThatBreaks_IsMadeAgainAndSaidOnce()
    {
        var hasCome = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await ScriptedServer.StartAsync(
            async context =>
            {
                await Events("id: p-7\nevent: step\ndata: {}\n\n")(context);
                await context.Response.Body.FlushAsync();
                await hasCome.Task;
                context.Abort();
            },
            ScriptedServer.Json(503, "{}"),
            Events("event: end\ndata: {}\n\n")
        );
        var lost = 0;

        Assert.Equal(["step {}", "end {}"], await ReadAsync(server, () => lost++, come: hasCome.TrySetResult));

        Assert.Equal(1, lost);
        Assert.Equal("p-7", server.Received.Last().Headers["Last-Event-ID"]);
    }

    [Fact]
    public async Task Server_ThatStaysAway_EndsItWithAdvice()
    {
        await using var server = await ScriptedServer.StartAsync(Enumerable.Repeat(ScriptedServer.BreakOff, 3));

        var failure = await Assert.ThrowsAsync<ServerUnavailableException>(() => ReadAsync(server));

        Assert.EndsWith("is lost, and the run goes on. Look again.", failure.Message, StringComparison.Ordinal);
        Assert.Equal(3, server.Received.Count);
    }

    [Fact]
    public async Task Silence_ForTooLong_IsALostConnection()
    {
        await using var server = await ScriptedServer.StartAsync(
            async context =>
            {
                await Events(": hello\n\n")(context);
                await context.Response.Body.FlushAsync();
                await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted)
                    .ContinueWith(static _ => { }, TaskScheduler.Default);
            },
            Events("event: end\ndata: {}\n\n")
        );

        Assert.Equal(
            ["end {}"],
            await ReadAsync(server, settings: Quick with { Silence = TimeSpan.FromMilliseconds(50) })
        );
    }

    [Fact]
    public async Task ServerWithoutEvents_IsAskedAgainAndAgain()
    {
        await using var server = await ScriptedServer.StartAsync(
            ScriptedServer.Json(404, NoRoute),
            ScriptedServer.Json(200, """{"status":"Running"}"""),
            ScriptedServer.Json(200, """{"status":"Succeeded"}""")
        );

        Assert.Equal(
            ["snapshot {\"status\":\"Running\"}", "snapshot {\"status\":\"Succeeded\"}"],
            await ReadAsync(server)
        );
        Assert.Equal(
            ["GET /api/runs/r/events", "GET /api/runs/r", "GET /api/runs/r"],
            server.Received.Select(static request => request.Line)
        );
    }

    [Fact]
    public async Task RunThatIsNotThere_IsToldAtOnce()
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Json(404, NoRun));

        await Assert.ThrowsAsync<ServerException>(() => ReadAsync(server));
    }

    [Fact]
    public async Task NoContent_IsTheEnd()
    {
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        });

        Assert.Empty(await ReadAsync(server));
    }

    private static Func<HttpContext, Task> Events(string text) =>
        context =>
        {
            context.Response.ContentType = "text/event-stream";
            return context.Response.WriteAsync(text);
        };

    private static async Task<List<string>> ReadAsync(
        ScriptedServer server,
        Action? lost = null,
        FeedSettings? settings = null,
        Func<bool>? come = null
    )
    {
        using var client = new FlowServer(server.Address);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await using var feed = new EventFeed(client, "api/runs/r/events", settings ?? Quick)
        {
            Poll = async cancellationToken =>
                (await client.SendAsync(ServerRequest.Get("api/runs/r"), cancellationToken)).Body,
            Lost = lost ?? (static () => { }),
            Advice = "Look again.",
        };
        var read = new List<string>();
        while (await feed.NextAsync(patience.Token) is { } update)
        {
            read.Add($"{update.Name} {update.Data}");
            come?.Invoke();
        }

        return read;
    }
}
