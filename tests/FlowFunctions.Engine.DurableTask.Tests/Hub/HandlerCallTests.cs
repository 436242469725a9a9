using System.Text.Json;
using System.Text.Json.Nodes;
using FlowFunctions.Engine.DurableTask.Hub.Handler;
using FlowFunctions.Engine.DurableTask.Tests.Fixtures;
using Microsoft.AspNetCore.Http;

namespace FlowFunctions.Engine.DurableTask.Tests.Hub;

public sealed class HandlerCallTests
{
    [Fact]
    public async Task Turn_Call_IsWhatTheHostSent()
    {
        var turn = RecordedTraffic.Turns("orchestrator-timer")[0];
        await AssertSentAsync("orchestrator-timer", new OrchestratorCall(turn.Orchestrator, turn.RequestBytes));
    }

    [Fact]
    public async Task Activity_Call_IsWhatTheHostSent() =>
        await AssertSentAsync("activity-success", new ActivityCall("Inc", "246239dba39049d49411b091f559e7cc", "[0]"));

    [Fact]
    public async Task Timer_Call_IsWhatTheHostSent() =>
        await AssertSentAsync("timer-trigger", new TimerTriggerCall("Tick"));

    [Fact]
    public async Task HttpWithDurableClient_Call_IsWhatTheHostSent()
    {
        var call = new HttpTriggerCall(
            "Start",
            "GET",
            "http://127.0.0.1:7171/api/start/EventO?op=start&id=ev11120&input=1"
        )
        {
            Query = new Dictionary<string, string>
            {
                ["op"] = "start",
                ["id"] = "ev11120",
                ["input"] = "1",
            },
            Headers = new Dictionary<string, string[]>
            {
                ["Accept"] = ["*/*"],
                ["Host"] = ["127.0.0.1:7171"],
                ["User-Agent"] = ["curl/7.88.1"],
            },
            Route = new Dictionary<string, string?> { ["name"] = "EventO", ["n"] = null },
            Client = new DurableClientValue(
                "starter",
                "RigHub",
                "https://127.0.0.1:7171/runtime/webhooks/durabletask",
                "http://127.0.0.1:40961",
                "code=REDACTED"
            ),
        };
        await AssertSentAsync("http-trigger-with-durable-client", call);
    }

    [Fact]
    public async Task Queue_Call_EncodesTextTwice()
    {
        await using var handler = await RecordingHandler.StartAsync();
        await handler.Caller.CallAsync(
            new QueueTriggerCall("FlowRuns", "message", """{"flow":"a"}""", "42", 3),
            CancellationToken.None
        );

        var body = Assert.Single(handler.Requests).Body;
        Assert.Equal(@"""{\""flow\"":\""a\""}""", body.GetProperty("Data").GetProperty("message").GetString());
        Assert.Equal(@"""42""", body.GetProperty("Metadata").GetProperty("Id").GetString());
        Assert.Equal(3, body.GetProperty("Metadata").GetProperty("DequeueCount").GetInt32());
    }

    [Fact]
    public async Task Call_Headers_AreTheHosts()
    {
        await using var handler = await RecordingHandler.StartAsync();
        var answer = await handler.Caller.CallAsync(new TimerTriggerCall("Tick"), CancellationToken.None);

        Assert.Equal(["done"], answer.Logs);
        var (protocol, headers, path, _) = Assert.Single(handler.Requests);
        Assert.Equal(("HTTP/1.1", "/Tick"), (protocol, path));
        Assert.Equal("chunked", headers["Transfer-Encoding"]);
        Assert.False(headers.ContainsKey("Content-Length"));
        Assert.Equal("application/json; charset=utf-8", headers["Content-Type"]);
        Assert.Equal("Azure-Functions-Host/4.1037.0.0", headers["User-Agent"]);
        Assert.Equal("4.1037.0.0", headers["X-Azure-Functions-HostVersion"]);
        Assert.True(Guid.TryParse(headers["X-Azure-Functions-InvocationId"], out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    public async Task Worker_AnswerThatHangsTheHost_IsAnException(string answer)
    {
        await using var handler = await RecordingHandler.StartAsync();
        handler.Answer = answer;
        var worker = new CustomHandlerWorker(handler.Caller);

        var hangs = await Assert.ThrowsAsync<InvalidOperationException>(async () =>
            await worker.ExecuteAsync("RunStep", "a", "1", CancellationToken.None)
        );
        Assert.Contains("functionTimeout", hangs.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Worker_Error500_IsTheHostsException()
    {
        await using var handler = await RecordingHandler.StartAsync();
        handler.Status = StatusCodes.Status500InternalServerError;
        var worker = new CustomHandlerWorker(handler.Caller);

        var error = await Assert.ThrowsAsync<HttpRequestException>(async () =>
            await worker.TurnAsync("RunFlow", [], CancellationToken.None)
        );
        Assert.Equal("Response status code does not indicate success: 500 (Internal Server Error).", error.Message);
    }

    [Fact]
    public async Task Worker_Answers_AreReadAsTheHostReadsThem()
    {
        await using var handler = await RecordingHandler.StartAsync();
        var worker = new CustomHandlerWorker(handler.Caller);

        handler.Answer = """{"ReturnValue":{"a":[1, 2]}}""";
        Assert.Equal("""{"a":[1, 2]}""", await worker.ExecuteAsync("RunStep", "a", "1", CancellationToken.None));
        handler.Answer = """{"ReturnValue":"AQID"}""";
        Assert.Equal([1, 2, 3], await worker.TurnAsync("RunFlow", [], CancellationToken.None));
        handler.Answer = """{"ReturnValue":null}""";
        await Assert.ThrowsAsync<InvalidOperationException>(async () =>
            await worker.TurnAsync("RunFlow", [], CancellationToken.None)
        );
    }

    /// <summary>The body is the recorded one but for the parts of <c>sys</c> that change with every call.</summary>
    private static async Task AssertSentAsync(string recording, HandlerCall call)
    {
        await using var handler = await RecordingHandler.StartAsync();
        await handler.Caller.CallAsync(call, CancellationToken.None);

        using var recorded = RecordedTraffic.Load(recording);
        var expected = recorded.RootElement[0].GetProperty("request").GetProperty("body");
        Assert.Equal(Comparable(expected), Comparable(Assert.Single(handler.Requests).Body));
    }

    private static string Comparable(JsonElement body)
    {
        var node = JsonNode.Parse(body.GetRawText())!;
        var system = node["Metadata"]!["sys"]!;
        Assert.Equal(["MethodName", "UtcNow", "RandGuid"], system.AsObject().Select(part => part.Key));
        system["UtcNow"] = "";
        system["RandGuid"] = "";
        return node.ToJsonString();
    }
}
