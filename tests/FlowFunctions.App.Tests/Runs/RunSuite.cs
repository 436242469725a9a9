using System.Net;
using System.Text;
using FlowFunctions.App.Runs.Start;
using FlowFunctions.App.Tests.Apps;
using FlowFunctions.App.Tests.Runs.Callbacks;
using FlowFunctions.Engine.DurableTask;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Storage.Accounts;
using FlowFunctions.Storage.Idempotency;
using FlowFunctions.Storage.Local;
using FlowFunctions.Storage.Runs;
using Microsoft.AspNetCore.Http;

namespace FlowFunctions.App.Tests.Runs;

/// <summary>What is the same with every engine.</summary>
public abstract class RunSuite
{
    /// <summary>A client of the app, of the instance that carries runs out.</summary>
    protected abstract HttpClient Client { get; }

    /// <summary>A client of another instance, if there are several.</summary>
    protected abstract HttpClient Elsewhere { get; }

    /// <summary>The storage account of all instances.</summary>
    protected abstract Azurite Storage { get; }

    [Fact]
    public async Task Start_WithWait_AnswersTheEnd()
    {
        var flow = await Client.PublishAsync(TestFlows.Twice(AppFixture.NewId()));

        var answer = await Client.PostJsonAsync($"/api/flows/{flow}/runs?wait=30s", """{"n":21}""");

        Assert.Equal((HttpStatusCode.OK, "Succeeded"), (answer.Status, answer.Text("status")));
        Assert.Equal(42, answer.Json.GetProperty("output").GetInt32());
    }

    [Fact]
    public async Task Start_AtAnInstanceThatCarriesNothingOut_IsSeenAtBoth()
    {
        var flow = await Client.PublishAsync(TestFlows.Twice(AppFixture.NewId()));

        var started = await Elsewhere.PostJsonAsync($"/api/flows/{flow}/runs?wait=30s", """{"n":4}""");

        Assert.Equal("Succeeded", started.Text("status"));
        foreach (var client in new[] { Client, Elsewhere })
        {
            var run = await client.GetJsonAsync($"/api/runs/{started.Text("id")}");
            Assert.Equal("Succeeded", run.Text("status"));
            Assert.Equal("Succeeded", run.Json.GetProperty("steps")[0].GetProperty("status").GetString());
            var list = await client.GetJsonAsync($"/api/runs?flow={flow}");
            Assert.Equal(
                started.Text("id"),
                Assert.Single(list.Json.GetProperty("items").EnumerateArray()).GetProperty("id").GetString()
            );
        }
    }

    [Theory]
    [InlineData("whenFinished", "{}", 200, "{\"first\":1}")]
    [InlineData("byStep", "{\"status\":201,\"body\":[2]}", 201, "[2]")]
    public async Task Webhook_ThatWaits_AnswersAtEveryInstance(string respond, string with, int status, string body)
    {
        var id = AppFixture.NewId("hook");
        var step =
            respond == "byStep"
                ? $$"""{"type":"respond","with":{{with}} }"""
                : """{"type":"transform","with":{"value":{"first":1}}}""";
        await Client.PublishAsync(
            $$"""
            {"id":"{{id}}","triggers":{"hook":{"type":"webhook","path":"{{id}}","respond":"{{respond}}",
             "dedupe":{"key":"{{"{{ trigger.body.id }}"}}"} } },
             "steps":{"pause":{"type":"delay","with":{"duration":"50ms"} },"answer":{{step}} },"edges":[{"from":"pause","to":"answer"}]}
            """
        );

        var first = await Client.PostReplyAsync($"/hooks/default/{id}", """{"id":1}""");
        var again = await ElsewhereAsync($"/hooks/default/{id}", """{"id":1}""");

        Assert.Equal((status, body), (first.Status, first.Text));
        Assert.Equal((status, body), (again.Status, again.Text));
        Assert.Single((await Client.GetJsonAsync($"/api/runs?flow={id}")).Json.GetProperty("items").EnumerateArray());
    }

    /// <summary>Asks the other instance, which hears of a new webhook within about a second.</summary>
    private async Task<Reply> ElsewhereAsync(string path, string body)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var reply = await Elsewhere.PostReplyAsync(path, body);
            if (reply.Status != 404)
            {
                return reply;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), limit.Token);
        }
    }

    [Fact]
    public async Task Run_WithPins_TakesThemInsteadOfExecuting()
    {
        var flow = await Client.PublishAsync(OpsFlows.TwoSteps(AppFixture.NewId(), mended: true));

        var answer = await Client.PostJsonAsync(
            $"/api/flows/{flow}/runs?pinned=true&wait=30s",
            """{"from":"second","pins":{"first":{"output":41} } }"""
        );

        Assert.Equal(42, answer.Json.GetProperty("output").GetInt32());
        var run = await Elsewhere.UntilAsync(
            $"/api/runs/{answer.Text("id")}",
            static run => run.Status == HttpStatusCode.OK && run.Text("status") == "Succeeded"
        );
        var first = run.Json.GetProperty("steps").EnumerateArray().First();
        Assert.True(first.GetProperty("pinned").GetBoolean());
    }

    [Fact]
    public async Task Script_OfTheFlowsFolder_IsPinnedByTheVersionAndLogged()
    {
        var flow = AppFixture.NewId();
        await PutScriptAsync(flow, 1);
        await Client.PublishAsync(
            $$"""
            {"id":"{{flow}}","steps":{"say":{"type":"script","with":{"runtime":"bash","file":"say.sh"} } } }
            """
        );

        var first = await Client.PostJsonAsync($"/api/flows/{flow}/runs?wait=30s");
        await PutScriptAsync(flow, 2);
        var same = await Client.PostJsonAsync($"/api/flows/{flow}/runs?wait=30s");
        await Client.PostJsonAsync($"/api/flows/{flow}/publish", """{"files":"current"}""");
        var next = await Client.PostJsonAsync($"/api/flows/{flow}/runs?wait=30s");

        Assert.Equal(
            [1, 1, 2],
            new[] { first, same, next }.Select(static run => run.Json.GetProperty("output").GetInt32())
        );
        var log = await Elsewhere.GetJsonAsync($"/api/runs/{next.Text("id")}/logs?step=say");
        var line = log
            .Json.GetProperty("items")
            .EnumerateArray()
            .Single(static item => item.GetProperty("source").ValueEquals("step"));
        Assert.Equal(
            ("says 2", "info"),
            (line.GetProperty("message").GetString(), line.GetProperty("level").GetString())
        );
    }

    [Fact]
    public async Task Run_ThatWaits_IsExplainedAndSignalledFromElsewhere()
    {
        var runId = await StartAsync(TestFlows.Waiting(AppFixture.NewId()));

        var open = await Elsewhere.UntilAsync(
            $"/api/runs/{runId}",
            static run => run.Json.GetProperty("waitingFor").GetArrayLength() > 0
        );
        var reason = open.Json.GetProperty("waitingFor")[0];
        Assert.Equal(("Running", "Signal"), (open.Text("status"), reason.GetProperty("kind").GetString()));
        var signalled = await Elsewhere.PostJsonAsync($"/api/runs/{runId}/signals/go", """{"by":"me"}""");

        Assert.Equal(HttpStatusCode.Accepted, signalled.Status);
        var ended = await EndedAsync(Elsewhere, runId);
        Assert.Equal("me", ended.Json.GetProperty("output").GetProperty("by").GetString());
    }

    [Fact]
    public async Task Run_PausedResumedAndCancelled_FollowsEachControl()
    {
        var runId = await StartAsync(TestFlows.Waiting(AppFixture.NewId()));

        await Elsewhere.PostJsonAsync($"/api/runs/{runId}/pause", """{"reason":"lunch"}""");
        await Elsewhere.UntilAsync($"/api/runs/{runId}", static run => run.Text("status") == "Paused");
        await Elsewhere.PostJsonAsync($"/api/runs/{runId}/resume");
        await Elsewhere.UntilAsync($"/api/runs/{runId}", static run => run.Text("status") == "Running");
        await Elsewhere.PostJsonAsync($"/api/runs/{runId}/cancel");

        Assert.Equal("Cancelled", (await EndedAsync(Elsewhere, runId)).Text("status"));
        Assert.Equal("Run.Ended", (await Client.PostJsonAsync($"/api/runs/{runId}/pause")).Code);
    }

    [Fact]
    public async Task Start_OverTheLimitOfAFlow_WaitsSaysWhyAndRuns()
    {
        var flow = await Client.PublishAsync(TestFlows.OneAtATime(AppFixture.NewId(), "queue"));
        var first = await StartedAsync(flow);
        var second = (await Elsewhere.PostJsonAsync($"/api/flows/{flow}/runs", "{}")).Text("id");

        var waiting = await Elsewhere.UntilAsync(
            $"/api/runs/{second}",
            static run => run.Json.GetProperty("waitingFor").GetArrayLength() > 0
        );
        var reason = waiting.Json.GetProperty("waitingFor")[0];
        Assert.Equal(("Queued", "Admission"), (waiting.Text("status"), reason.GetProperty("kind").GetString()));
        Assert.Contains("allows 1 open runs", reason.GetProperty("message").GetString(), StringComparison.Ordinal);
        var queued = await Client.GetJsonAsync($"/api/runs?flow={flow}&status=Queued");
        Assert.Equal(
            [second],
            queued.Json.GetProperty("items").EnumerateArray().Select(static run => run.GetProperty("id").GetString())
        );

        await GoAsync(first);
        await Client.UntilAsync($"/api/runs/{second}", static run => run.Text("status") == "Running");
        await GoAsync(second);

        Assert.Equal("Succeeded", (await EndedAsync(Client, second)).Text("status"));
    }

    [Fact]
    public async Task Start_OverTheLimitOfAFlowThatRejects_Answers429()
    {
        var flow = await Client.PublishAsync(TestFlows.OneAtATime(AppFixture.NewId(), "reject"));
        var first = await StartedAsync(flow);

        var refused = await Elsewhere.PostJsonAsync($"/api/flows/{flow}/runs", "{}");

        Assert.Equal((HttpStatusCode.TooManyRequests, "Run.ConcurrencyLimit"), (refused.Status, refused.Code));
        Assert.NotNull(refused.Response.Headers.RetryAfter);
        var list = await Client.GetJsonAsync($"/api/runs?flow={flow}");
        Assert.Equal(1, list.Json.GetProperty("items").GetArrayLength());
        await Client.UntilAsync(
            $"/api/runs/{first}",
            static run => run.Json.GetProperty("waitingFor").GetArrayLength() > 0
        );
        await GoAsync(first);
        await EndedAsync(Client, first);

        // A place is given back a moment after the end can be read.
        var next = await Client.PostJsonAsync($"/api/flows/{flow}/runs", "{}");
        for (var tries = 0; next.Status == HttpStatusCode.TooManyRequests && tries < 500; tries++)
        {
            next = await Client.PostJsonAsync($"/api/flows/{flow}/runs", "{}");
        }

        Assert.Equal(HttpStatusCode.Accepted, next.Status);
    }

    [Fact]
    public async Task Cancel_OfARunThatWaitsForAPlace_EndsItUnstarted()
    {
        var flow = await Client.PublishAsync(TestFlows.OneAtATime(AppFixture.NewId(), "queue"));
        var first = await StartedAsync(flow);
        var second = await StartedAsync(flow);

        await Elsewhere.PostJsonAsync($"/api/runs/{second}/cancel");

        var ended = await EndedAsync(Elsewhere, second);
        Assert.Equal(("Cancelled", 0), (ended.Text("status"), ended.Json.GetProperty("steps").GetArrayLength()));
        await Client.PostJsonAsync($"/api/runs/{first}/cancel");
        await EndedAsync(Client, first);
    }

    [Fact]
    public async Task Run_ThatFailed_IsRerunAndDeleted()
    {
        var runId = await StartAsync(TestFlows.Failing(AppFixture.NewId()));
        var failed = await EndedAsync(Client, runId);
        Assert.Equal("Order.Missing", failed.Json.GetProperty("error").GetProperty("code").GetString());

        var again = await Client.PostJsonAsync($"/api/runs/{runId}/rerun?wait=30s");
        Assert.Equal("Failed", again.Text("status"));
        var deleted = await Client.AskAsync(HttpMethod.Delete, $"/api/runs/{runId}");
        while (deleted.Status == HttpStatusCode.Conflict)
        {
            Assert.Equal("Run.BeingStored", deleted.Code);
            await Task.Delay(deleted.Response.Headers.RetryAfter!.Delta!.Value);
            deleted = await Client.AskAsync(HttpMethod.Delete, $"/api/runs/{runId}");
        }

        Assert.Equal(HttpStatusCode.NoContent, deleted.Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Elsewhere.GetJsonAsync($"/api/runs/{runId}")).Status);
    }

    [Fact]
    public async Task Approvals_OfOpenRuns_AreListedAndDecidedFromElsewhere()
    {
        var flow = AppFixture.NewId();
        var runId = await StartAsync(TestFlows.Approval(flow));

        var listed = await Elsewhere.UntilAsync("/api/approvals", list => Asks(list, runId));
        Assert.Contains("May it go on?", listed.Json.ToString(), StringComparison.Ordinal);
        var decided = await Elsewhere.PostJsonAsync($"/api/runs/{runId}/approvals/ask", """{"decision":"approve"}""");

        Assert.Equal((HttpStatusCode.OK, "approve"), (decided.Status, decided.Text("decision")));
        Assert.Equal("Succeeded", (await EndedAsync(Client, runId)).Text("status"));
        Assert.False(Asks(await Client.GetJsonAsync("/api/approvals"), runId));
    }

    [Fact]
    public async Task Bulk_CancelOfOpenRuns_FindsThem()
    {
        var flow = await Client.PublishAsync(TestFlows.Waiting(AppFixture.NewId()));
        string[] runs = [await StartedAsync(flow), await StartedAsync(flow), await StartedAsync(flow)];

        var outcome = await Elsewhere.PostJsonAsync(
            "/api/runs/bulk",
            $$$"""{"action":"cancel","query":{"flow":"{{{flow}}}"}}"""
        );

        Assert.Equal(
            (3, 3),
            (outcome.Json.GetProperty("matched").GetInt32(), outcome.Json.GetProperty("done").GetInt32())
        );
        foreach (var run in runs)
        {
            Assert.Equal("Cancelled", (await EndedAsync(Client, run)).Text("status"));
        }
    }

    [Fact]
    public async Task Loop_WithLargeValues_EndsAndItsPayloadIsFound()
    {
        var runId = await StartAsync(TestFlows.Large(AppFixture.NewId()));
        var ended = await EndedAsync(Elsewhere, runId);

        var href = ended.Json.GetProperty("output").GetProperty("$payload").GetProperty("href").GetString()!;
        using var payload = await Elsewhere.GetAsync(new Uri(href, UriKind.Relative));

        Assert.Equal(50_002, (await payload.Content.ReadAsByteArrayAsync()).Length);
    }

    [Fact]
    public async Task Start_WithIdempotencyKey_StartsOneRun()
    {
        var flow = await Client.PublishAsync(TestFlows.Twice(AppFixture.NewId()));
        (string, string) key = ("Idempotency-Key", AppFixture.NewId("key"));

        var first = await Client.AskAsync(HttpMethod.Post, $"/api/flows/{flow}/runs?wait=30s", """{"n":1}""", key);
        var second = await Elsewhere.AskAsync(HttpMethod.Post, $"/api/flows/{flow}/runs?wait=30s", """{"n":1}""", key);

        Assert.Equal(first.Text("id"), second.Text("id"));
        Assert.Equal(2, second.Json.GetProperty("output").GetInt32());
    }

    [Fact]
    public async Task Start_WithACallback_IsCalledBack()
    {
        await using var receiver = await CallbackReceiver.StartAsync();
        var flow = await Client.PublishAsync(TestFlows.Waiting(AppFixture.NewId()));

        var started = await Client.PostJsonAsync(
            $"/api/flows/{flow}/runs?callback={Uri.EscapeDataString(receiver.Url)}",
            "{}"
        );
        await GoAsync(started.Text("id"));
        var call = await receiver.NextAsync();

        Assert.Equal((started.Text("id"), "Succeeded"), (call.Id, call.Json.GetProperty("status").GetString()));
        Assert.Equal(call.Expected(CallbackApps.Secret), call.Headers["webhook-signature"]);
    }

    private async Task GoAsync(string runId) =>
        Assert.Equal(
            HttpStatusCode.Accepted,
            (await Elsewhere.PostJsonAsync($"/api/runs/{runId}/signals/go", "{}")).Status
        );

    [Fact]
    public async Task Start_WithTheKeyOfARunThatNeverStarted_StartsThatRun()
    {
        var flow = await Client.PublishAsync(TestFlows.Twice(AppFixture.NewId()));
        var path = $"/api/flows/{flow}/runs";
        var key = AppFixture.NewId("key");
        var runId = RunIds.New(DateTimeOffset.UtcNow);
        var request = new DefaultHttpContext().Request;
        (request.Path, request.Headers["Idempotency-Key"]) = (path, key);
        var account = StorageAccount.Connect(Storage.ConnectionString);
        await new IdempotencyStore(account, TimeProvider.System).ClaimAsync(
            "default",
            key,
            IdempotentRequest.Of(request, """{"n":4}"""u8.ToArray())!.Hash,
            runId
        );
        var stored = new RunRecord(NeverStarted(runId, flow), default);
        Assert.Empty(await new RunStore(account).WriteAsync([stored]));

        var answer = await Elsewhere.AskAsync(
            HttpMethod.Post,
            path + "?wait=30s",
            """{"n":4}""",
            ("Idempotency-Key", key)
        );

        Assert.Equal((runId, "Succeeded"), (answer.Text("id"), answer.Text("status")));
        Assert.Equal("Succeeded", (await EndedAsync(Elsewhere, runId)).Text("status"));
    }

    [Fact]
    public async Task List_OfTheRunsThatAnOpenRunCalled_HasTheOpenOnes()
    {
        var flow = await Client.PublishAsync(TestFlows.Waiting(AppFixture.NewId()));
        var runId = await StartAsync(TestFlows.Calling(AppFixture.NewId(), flow));

        var list = await Elsewhere.UntilAsync(
            $"/api/runs?parent={runId}",
            static list => list.Json.GetProperty("items").GetArrayLength() > 0
        );

        var called = Assert.Single(list.Json.GetProperty("items").EnumerateArray());
        Assert.Equal(
            (flow, "Running"),
            (called.GetProperty("flowId").GetString(), called.GetProperty("status").GetString())
        );
        await Elsewhere.PostJsonAsync($"/api/runs/{called.GetProperty("id").GetString()}/signals/go", "1");
        Assert.Equal("Succeeded", (await EndedAsync(Client, runId)).Text("status"));
        var ended = await Elsewhere.UntilAsync(
            $"/api/runs?parent={runId}",
            static list => list.Json.GetProperty("items")[0].GetProperty("status").GetString() != "Running"
        );
        Assert.Equal("Succeeded", ended.Json.GetProperty("items")[0].GetProperty("status").GetString());
    }

    /// <summary>A run that was accepted and never reached the backend, as it is stored.</summary>
    internal static RunHeader NeverStarted(string runId, string flow) =>
        new()
        {
            RunId = runId,
            Workspace = "default",
            FlowId = flow,
            PlanHash = "none",
            Status = RunStatus.Failed,
            Error = new RunError(DurableErrors.NeverStarted, "It was never started.", Step: null),
        };

    protected static bool Asks(Answer list, string runId) =>
        list.Json.GetProperty("items").EnumerateArray().Any(item => item.GetProperty("runId").GetString() == runId);

    protected static Task<Answer> EndedAsync(HttpClient client, string runId) =>
        client.UntilAsync(
            $"/api/runs/{runId}",
            static run => run.Text("status") is "Succeeded" or "Failed" or "Cancelled"
        );

    protected async Task<string> StartAsync(string document) => await StartedAsync(await Client.PublishAsync(document));

    private async Task PutScriptAsync(string flow, int number)
    {
        var script = $"echo says {number}\necho {number} > $FLOW_OUTPUT\n";
        var put = await Client.SendReplyAsync(
            HttpMethod.Put,
            $"/api/files/{flow}/say.sh",
            Encoding.UTF8.GetBytes(script),
            "application/x-sh",
            number == 1 ? ("If-None-Match", "*") : ("If-Match", "*")
        );
        Assert.Equal(number == 1 ? 201 : 200, put.Status);
    }

    private async Task<string> StartedAsync(string flow)
    {
        var answer = await Client.PostJsonAsync($"/api/flows/{flow}/runs", "{}");
        Assert.Equal(HttpStatusCode.Accepted, answer.Status);
        return answer.Text("id");
    }
}
