using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FlowFunctions.App.Tests.Apps;
using FlowFunctions.App.Tests.Runs;
using FlowFunctions.Storage.Accounts;
using FlowFunctions.Storage.Runs;

namespace FlowFunctions.App.Tests.FunctionsHost;

/// <summary>What the host calls by itself, and how requests that it forwards are answered.</summary>
[Collection(nameof(HostTests))]
public sealed class HostCallTests(HostFixture host)
{
    private readonly HttpClient _client = host.Client;

    [Fact]
    public async Task Root_Get_AnswersAtOnce()
    {
        using var answer = await _client.GetAsync(new Uri("/", UriKind.Relative));

        // Which answer it is does not matter to the host; here it says that the builder is not built.
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData("RunFlow")]
    [InlineData("RunStep")]
    [InlineData("RecordRun")]
    [InlineData("Tick")]
    [InlineData("FlowRuns")]
    [InlineData("PumpQueues")]
    [InlineData("DrainQueues")]
    [InlineData("Client")]
    public async Task Function_CalledByAPageInABrowser_IsForbidden(string function)
    {
        // What a page may send to another site without asking it first.
        using var body = new StringContent("{}", Encoding.UTF8, "text/plain");

        using var answer = await _client.PostAsync(new Uri(function, UriKind.Relative), body);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("Host.Only", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    /// <summary>A path that the host decodes and collapses may lead a forwarded request to a function.</summary>
    [Theory]
    [InlineData("RunStep", "Host", "flows.example")]
    [InlineData("RunStep", "Host", "127.0.0.1.flows.example")]
    [InlineData("DrainQueues", "X-Forwarded-For", "192.0.2.1")]
    [InlineData("DrainQueues", "x-arr-log-id", "1")]
    [InlineData("DrainQueues", "Forwarded", "for=192.0.2.1")]
    [InlineData("DrainQueues", "Via", "1.1 front")]
    [InlineData("DrainQueues", "X-Original-URL", "/hooks/")]
    [InlineData("DrainQueues", "X-Original-Host", "flows.example")]
    [InlineData("DrainQueues", "DISGUISED-HOST", "flows.example")]
    [InlineData("DrainQueues", "X-WAWS-Unencoded-URL", "/hooks/")]
    [InlineData("Tick?x=1", "Accept", "*/*")]
    public async Task Function_InAForwardedRequest_IsForbidden(string target, string header, string value)
    {
        var answer = await _client.AskAsync(
            HttpMethod.Post,
            "/" + target,
            "{}",
            ("X-Azure-Functions-InvocationId", "6e7e1f5c-0000-4000-8000-000000000000"),
            (header, value)
        );

        Assert.Equal((HttpStatusCode.Forbidden, "Host.Only"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Tick_WithoutTheDurableClient_Fails() =>
        Assert.NotEqual(200, (await _client.CallAsync("Tick", """{"Data":{"myTimer":{}},"Metadata":{}}""")).Status);

    [Fact]
    public async Task RunFlow_BodyOverThirtyMegabytes_IsRead()
    {
        // No request that the engine knows, so the call fails; what counts is that it was read to its end.
        var call = HostCalls.Of(("context", HostCalls.Text(new string('A', 40_000_000))));

        var (status, body) = await _client.CallAsync("RunFlow", call.ToJsonString());

        Assert.NotEqual(413, status);
        Assert.Equal(JsonValueKind.Object, body.ValueKind);
    }

    [Theory]
    [InlineData("""{"flow":"FLOW","input":{"n":2}}""", false)]
    [InlineData("""{"flow":"FLOW","input":{"n":2},"version":1}""", false)]
    [InlineData("""{"flow":"FLOW","input":{"n":2}}""", true)]
    public async Task FlowRuns_Message_StartsOneRunHoweverOftenItComes(string message, bool isBase64)
    {
        var flow = await _client.PublishAsync(TestFlows.Twice(AppFixture.NewId()));
        var text = message.Replace("FLOW", flow, StringComparison.Ordinal);
        var call = Queued(isBase64 ? Convert.ToBase64String(Encoding.UTF8.GetBytes(text)) : text);

        Assert.Equal(200, (await _client.CallAsync("FlowRuns", call)).Status);
        var run = await OnlyRunAsync(flow);
        Assert.Equal(200, (await _client.CallAsync("FlowRuns", call)).Status);

        Assert.Equal(run, await OnlyRunAsync(flow));
    }

    [Fact]
    public async Task FlowRuns_MessageThatIsAnObject_StartsItsRunUnderItsId()
    {
        var flow = await _client.PublishAsync(TestFlows.Twice(AppFixture.NewId()));
        var runId = AppFixture.NewId("queued");
        var call = HostCalls
            .Of(
                (
                    "message",
                    new JsonObject
                    {
                        ["flow"] = flow,
                        ["id"] = runId,
                        ["input"] = new JsonObject { ["n"] = 1 },
                    }
                )
            )
            .With(("Id", HostCalls.Text("m")));

        Assert.Equal(200, (await _client.CallAsync("FlowRuns", call.ToJsonString())).Status);

        var run = await _client.UntilAsync(
            $"/api/runs/{runId}",
            static run => run.Status == HttpStatusCode.OK && run.Text("status") == "Succeeded"
        );
        Assert.Equal("queue", run.Text("trigger"));
    }

    [Fact]
    public async Task FlowRuns_MessageWhoseRunNeverStarted_StartsItWhenItComesAgain()
    {
        var flow = await _client.PublishAsync(TestFlows.Twice(AppFixture.NewId()));
        var runId = AppFixture.NewId("queued");
        var store = new RunStore(StorageAccount.Connect(host.Storage.ConnectionString));
        Assert.Empty(await store.WriteAsync([new(RunSuite.NeverStarted(runId, flow), default)]));

        var call = Queued($$$"""{"flow":"{{{flow}}}","id":"{{{runId}}}","input":{"n":1}}""");
        Assert.Equal(200, (await _client.CallAsync("FlowRuns", call)).Status);

        await _client.UntilAsync($"/api/runs/{runId}", static run => run.Text("status") == "Succeeded");
    }

    [Theory]
    [InlineData("")]
    [InlineData("no JSON")]
    [InlineData("{}")]
    [InlineData("""{"flow":"there-is-none"}""")]
    [InlineData("""{"flow":"f","other":1}""")]
    [InlineData("""{"flow":"f","id":"a~1"}""")]
    [InlineData("""{"flow":"f","version":"1"}""")]
    public async Task FlowRuns_MessageThatCannotBeUsed_Fails(string message)
    {
        var (status, body) = await _client.CallAsync("FlowRuns", Queued(message));

        Assert.InRange(status, 400, 599);
        Assert.False(string.IsNullOrWhiteSpace(body.GetProperty("detail").GetString()));
    }

    [Theory]
    [InlineData("POST", "/api/flows/none/runs", 411)]
    [InlineData("PUT", "/api/flows/none", 411)]
    [InlineData("POST", "/hooks/approvals/x", 411)]
    [InlineData("GET", "/api/flows", 200)]
    public async Task Forwarded_WithoutContentLength_IsRefusedIfItMayHaveABody(string method, string path, int status)
    {
        // HttpClient always sends a length.
        using var client = new TcpClient();
        await client.ConnectAsync(_client.BaseAddress!.Host, _client.BaseAddress.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes($"{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        );
        using var reader = new StreamReader(stream);
        var answer = await reader.ReadToEndAsync();

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Equal(status == 411, answer.Contains("Request.LengthRequired", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Links_OfAForwardedRequest_BeginAsTheCallersAddress()
    {
        var flow = await _client.PublishAsync(TestFlows.Twice(AppFixture.NewId()));

        var answer = await _client.AskAsync(
            HttpMethod.Post,
            $"/api/flows/{flow}/runs",
            """{"n":1}""",
            ("Host", "flows.example"),
            ("X-Forwarded-Proto", "https")
        );

        Assert.StartsWith(
            "https://flows.example/api/runs/",
            answer.Text("statusQueryGetUri"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Events_AsAStream_AreRefusedWithAHint()
    {
        var refused = await _client.AskAsync(HttpMethod.Get, "/api/events", "", ("Accept", "text/event-stream"));
        var page = await _client.AskAsync(HttpMethod.Get, "/api/events", "", ("Accept", "*/*"));

        Assert.Equal((HttpStatusCode.NotAcceptable, "Events.NoStreams"), (refused.Status, refused.Code));
        Assert.Equal("ready", page.Json.GetProperty("items")[0].GetProperty("event").GetString());
    }

    [Fact]
    public async Task Logs_Followed_AreRefusedWithAHint()
    {
        var answer = await _client.GetJsonAsync("/api/runs/any/logs?follow=true");

        Assert.Equal((HttpStatusCode.NotAcceptable, "Logs.NoStreams"), (answer.Status, answer.Code));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Events_ByLongPolling_TellARunToItsEnd(bool isElsewhere)
    {
        var client = isElsewhere ? host.Elsewhere : _client;
        var flow = await _client.PublishAsync(TestFlows.Waiting(AppFixture.NewId()));
        var runId = (await _client.PostJsonAsync($"/api/flows/{flow}/runs", "{}")).Text("id");
        var first = await client.GetJsonAsync($"/api/runs/{runId}/events");
        Assert.Equal("snapshot", first.Json.GetProperty("items")[0].GetProperty("event").GetString());

        await _client.PostJsonAsync($"/api/runs/{runId}/signals/go", "1");
        List<string> told = [];
        for (var last = first.Text("last"); !told.Contains("end"); )
        {
            var page = await client.GetJsonAsync($"/api/runs/{runId}/events?after={last}&wait=20s");
            told.AddRange(
                page.Json.GetProperty("items")
                    .EnumerateArray()
                    .Select(static item => item.GetProperty("event").GetString()!)
            );
            last = page.Text("last");
        }

        Assert.Contains("step", told);
        Assert.Contains("run", told);
    }

    [Fact]
    public async Task AllEvents_ByLongPolling_TellOfRunsOfOtherInstances()
    {
        var flow = await _client.PublishAsync(TestFlows.Twice(AppFixture.NewId()));
        var path = $"/api/events?flow={flow}";
        var last = (await host.Elsewhere.GetJsonAsync(path)).Text("last");
        JsonElement[] told = [];
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (told.Length == 0)
        {
            // What is there at the first look is no event, so runs are started until one is told.
            limit.Token.ThrowIfCancellationRequested();
            await _client.PostJsonAsync($"/api/flows/{flow}/runs?wait=30s", """{"n":1}""");
            var page = await host.Elsewhere.GetJsonAsync($"{path}&after={last}&wait=3s");
            told = [.. page.Json.GetProperty("items").EnumerateArray()];
            last = page.Text("last");
        }

        Assert.All(told, run => Assert.Equal("run", run.GetProperty("event").GetString()));
        Assert.All(told, run => Assert.Equal(flow, run.GetProperty("data").GetProperty("flowId").GetString()));
    }

    private static string Queued(string message) =>
        HostCalls
            .Of(("message", HostCalls.Text(message)))
            .With(
                ("Id", HostCalls.Text("message-" + message)),
                ("DequeueCount", "1"),
                ("InsertionTime", HostCalls.Text("2026-11-20T10:00:00+00:00"))
            )
            .ToJsonString();

    private async Task<string> OnlyRunAsync(string flow)
    {
        var list = await _client.UntilAsync(
            $"/api/runs?flow={flow}",
            static list =>
                list.Json.GetProperty("items")
                    .EnumerateArray()
                    .All(static run => run.GetProperty("status").GetString() == "Succeeded")
        );
        return Assert.Single(list.Json.GetProperty("items").EnumerateArray()).GetProperty("id").GetString()!;
    }
}
