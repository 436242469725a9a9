using System.Globalization;
using System.Net;
using FlowFunctions.App.Hosting;
using FlowFunctions.App.Tests.Apps;
using FlowFunctions.Storage.Callbacks;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.App.Tests.Runs.Callbacks;

[Collection(nameof(AppTests))]
public sealed class CallbackTests(AppFixture fixture) : IAsyncLifetime
{
    private CallbackReceiver? _receiver;
    private FlowApp? _app;
    private HttpClient? _client;

    private CallbackReceiver Receiver => _receiver!;

    private HttpClient Client => _client!;

    public async Task InitializeAsync()
    {
        _receiver = await CallbackReceiver.StartAsync();
        _app = await CallbackApps.StartAsync(fixture, fixture.NewFolder(), CallbackApps.Quick);
        _client = new HttpClient { BaseAddress = new Uri(_app.Address) };
    }

    public async Task DisposeAsync()
    {
        _client!.Dispose();
        await _app!.DisposeAsync();
        await _receiver!.DisposeAsync();
    }

    [Fact]
    public async Task End_OfARun_IsSentSigned()
    {
        var flow = await Client.PublishAsync(TestFlows.Twice(AppFixture.NewId()));

        var run = await StartAsync(flow, """{"n":21}""");
        var call = await Receiver.NextAsync();

        Assert.Equal("/done?token=private", call.Path);
        Assert.Equal("application/json", call.Headers["content-type"]);
        Assert.Equal((run, CallbackApps.Secret), (call.Id, CallbackApps.Secret));
        Assert.Equal(call.Expected(CallbackApps.Secret), call.Headers["webhook-signature"]);
        var sent = DateTimeOffset.FromUnixTimeSeconds(
            long.Parse(call.Headers["webhook-timestamp"], CultureInfo.InvariantCulture)
        );
        Assert.InRange(DateTimeOffset.UtcNow - sent, TimeSpan.FromSeconds(-1), TimeSpan.FromMinutes(1));
        var json = call.Json;
        Assert.Equal(
            (run, flow, 1, "Succeeded", 42),
            (
                json.GetProperty("id").GetString(),
                json.GetProperty("flowId").GetString(),
                json.GetProperty("version").GetInt32(),
                json.GetProperty("status").GetString(),
                json.GetProperty("output").GetInt32()
            )
        );
        Assert.True(
            json.GetProperty("startedAt").GetDateTimeOffset() <= json.GetProperty("endedAt").GetDateTimeOffset()
        );
        Assert.Equal($"{_app!.Address}/api/runs/{run}", json.GetProperty("statusQueryGetUri").GetString());
        var state = await EndedAsync(run);
        Assert.Equal(
            ("delivered", 1, 204),
            (
                state.Text("state"),
                state.Json.GetProperty("tries").GetInt32(),
                state.Json.GetProperty("lastStatus").GetInt32()
            )
        );
        Assert.DoesNotContain("private", state.Json.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task End_WithASecretOfItsOwn_IsSignedWithIt()
    {
        var flow = await Client.PublishAsync(TestFlows.Failing(AppFixture.NewId()));

        await StartAsync(flow, "{}", "&callbackSecret=CALLBACK_PLAIN");
        var call = await Receiver.NextAsync();

        Assert.Equal(call.Expected(CallbackApps.PlainSecret), call.Headers["webhook-signature"]);
        Assert.Equal("Failed", call.Json.GetProperty("status").GetString());
        Assert.Equal("Order.Missing", call.Json.GetProperty("error").GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("cancel")]
    [InlineData("terminate")]
    public async Task End_ThatSomebodyAskedFor_IsSent(string control)
    {
        var flow = await Client.PublishAsync(TestFlows.Waiting(AppFixture.NewId()));
        var run = await StartAsync(flow, "{}");

        Assert.Equal("waiting", (await Client.GetJsonAsync($"/api/runs/{run}/callback")).Text("state"));
        await Client.PostJsonAsync($"/api/runs/{run}/{control}");
        var call = await Receiver.NextAsync();

        Assert.Equal((run, "Cancelled"), (call.Id, call.Json.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task End_OfAQueuedRun_IsSent()
    {
        var flow = await Client.PublishAsync(TestFlows.OneAtATime(AppFixture.NewId(), "queue"));
        var first = (await Client.PostJsonAsync($"/api/flows/{flow}/runs", "{}")).Text("id");
        var second = await StartAsync(flow, "{}");

        await Client.PostJsonAsync($"/api/runs/{second}/cancel");
        var call = await Receiver.NextAsync();

        Assert.Equal((second, "Cancelled"), (call.Id, call.Json.GetProperty("status").GetString()));
        await Client.PostJsonAsync($"/api/runs/{first}/cancel");
    }

    [Fact]
    public async Task End_OfARerun_IsSent()
    {
        var flow = await Client.PublishAsync(TestFlows.Twice(AppFixture.NewId()));
        var old = (await Client.PostJsonAsync($"/api/flows/{flow}/runs?wait=30s", """{"n":1}""")).Text("id");

        var again = await Client.PostJsonAsync($"/api/runs/{old}/rerun?callback={Uri.EscapeDataString(Receiver.Url)}");

        Assert.Equal(again.Text("id"), (await Receiver.NextAsync()).Id);
    }

    [Fact]
    public async Task Output_Large_IsSentWholeUpToALimit()
    {
        var small = await Client.PublishAsync(TestFlows.Large(AppFixture.NewId()));
        var large = await Client.PublishAsync(
            TestFlows.Large(AppFixture.NewId()).Replace("50000", "300000", StringComparison.Ordinal)
        );

        await StartAsync(small, "{}");
        var whole = (await Receiver.NextAsync()).Json.GetProperty("output");
        var run = await StartAsync(large, "{}");
        var link = (await Receiver.NextAsync()).Json.GetProperty("output").GetProperty("$payload");

        Assert.Equal(50_000, whole.GetString()!.Length);
        Assert.Equal(300_002, link.GetProperty("length").GetInt32());
        Assert.StartsWith($"/api/runs/{run}/payloads/", link.GetProperty("href").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Receiver_ThatFails_IsToldAgainUnderTheSameId()
    {
        Receiver.Answer(500);
        Receiver.Answer(302, location: Receiver.Url);
        var flow = await Client.PublishAsync(TestFlows.Twice(AppFixture.NewId()));

        var run = await StartAsync(flow, """{"n":1}""");
        Call[] calls = [await Receiver.NextAsync(), await Receiver.NextAsync(), await Receiver.NextAsync()];
        var state = await EndedAsync(run);

        Assert.All(calls, call => Assert.Equal(run, call.Id));
        Assert.All(calls, call => Assert.Equal(calls[0].Body, call.Body));
        Assert.All(
            calls,
            static call => Assert.Equal(call.Expected(CallbackApps.Secret), call.Headers["webhook-signature"])
        );
        Assert.Equal(("delivered", 3), (state.Text("state"), state.Json.GetProperty("tries").GetInt32()));
        Assert.Equal(0, Receiver.Unread);
    }

    [Fact]
    public async Task Receiver_ThatNeverTakesIt_IsGivenUpVisibly()
    {
        for (var i = 0; i < 9; i++)
        {
            Receiver.Answer(503);
        }

        var flow = await Client.PublishAsync(TestFlows.Twice(AppFixture.NewId()));

        var state = await EndedAsync(await StartAsync(flow, """{"n":1}"""));

        Assert.Equal(
            ("failed", 4, 503, "It answered 503."),
            (
                state.Text("state"),
                state.Json.GetProperty("tries").GetInt32(),
                state.Json.GetProperty("lastStatus").GetInt32(),
                state.Text("lastError")
            )
        );
    }

    [Fact]
    public async Task Receiver_ThatIsGone_IsToldOnce()
    {
        Receiver.Answer(410);
        var flow = await Client.PublishAsync(TestFlows.Twice(AppFixture.NewId()));

        var state = await EndedAsync(await StartAsync(flow, """{"n":1}"""));

        Assert.Equal(("failed", 1), (state.Text("state"), state.Json.GetProperty("tries").GetInt32()));
    }

    [Fact]
    public async Task Receiver_ThatAsksForTime_GetsIt()
    {
        Receiver.Answer(429, retryAfter: "3600");
        var flow = await Client.PublishAsync(TestFlows.Twice(AppFixture.NewId()));

        var run = await StartAsync(flow, """{"n":1}""");
        var state = await Client.UntilAsync(
            $"/api/runs/{run}/callback",
            static answer => answer.Json.GetProperty("tries").GetInt32() == 1
        );

        var pause =
            state.Json.GetProperty("nextTryAt").GetDateTimeOffset()
            - state.Json.GetProperty("lastTriedAt").GetDateTimeOffset();
        Assert.Equal(("waiting", 3600.0), (state.Text("state"), pause.TotalSeconds));
    }

    [Fact]
    public async Task Key_SentAgain_CallsBackOnce()
    {
        var flow = await Client.PublishAsync(TestFlows.Waiting(AppFixture.NewId()));
        var path = $"/api/flows/{flow}/runs?callback={Uri.EscapeDataString(Receiver.Url)}";
        (string, string) key = ("Idempotency-Key", AppFixture.NewId("key"));

        var first = await Client.AskAsync(HttpMethod.Post, path, "{}", key);
        var second = await Client.AskAsync(HttpMethod.Post, path, "{}", key);
        var other = await Client.AskAsync(HttpMethod.Post, $"/api/flows/{flow}/runs", "{}", key);
        await Client.PostJsonAsync($"/api/runs/{first.Text("id")}/signals/go", "1");
        await Receiver.NextAsync();
        await EndedAsync(first.Text("id"));

        Assert.Equal(first.Text("id"), second.Text("id"));
        Assert.Equal("Idempotency.Mismatch", other.Code);
        Assert.Equal(0, Receiver.Unread);
    }

    [Fact]
    public async Task Start_ThatIsRefused_LeavesNoCallback()
    {
        var flow = await Client.PublishAsync(TestFlows.OneAtATime(AppFixture.NewId(), "reject"));
        var first = (await Client.PostJsonAsync($"/api/flows/{flow}/runs", "{}")).Text("id");

        var refused = await Client.PostJsonAsync(
            $"/api/flows/{flow}/runs?callback={Uri.EscapeDataString(Receiver.Url)}",
            "{}"
        );
        var waiting = await StoreOf(_app!).ListWaitingAsync().Select(static one => one.Url).ToListAsync();

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.Status);
        Assert.DoesNotContain(Receiver.Url, waiting);
        await Client.PostJsonAsync($"/api/runs/{first}/terminate");
    }

    [Theory]
    [InlineData("callback=ftp://example.com/", "Callback.Url")]
    [InlineData("callback=/done", "Callback.Url")]
    [InlineData("callback=https://me:pw@example.com/", "Callback.Url")]
    [InlineData("callback=https://example.com/%23part", "Callback.Url")]
    [InlineData("callback=http://169.254.169.254/latest", "Callback.Url")]
    [InlineData("callback=http://[fd00:ec2::254]/latest", "Callback.Url")]
    [InlineData("callback=https://example.com/LONG", "Callback.Url")]
    [InlineData("callbackSecret=PLAIN", "Callback.Url")]
    [InlineData("callback=https://example.com/&callbackSecret=CALLBACK_NONE", "Callback.Secret")]
    [InlineData("callback=https://example.com/&callbackSecret=PLAIN", "Callback.Secret")]
    [InlineData("callback=https://example.com/&callbackSecret=CALLBACK_SHORT", "Callback.Secret")]
    [InlineData("callback=https://example.com/&callbackSecret=CALLBACK_BROKEN", "Callback.Secret")]
    public async Task Start_WithACallbackThatCannotBe_IsRefused(string query, string code)
    {
        var flow = await Client.PublishAsync(TestFlows.Twice(AppFixture.NewId()));
        var long2000 = query.Replace("LONG", new string('x', 2_000), StringComparison.Ordinal);

        var answer = await Client.PostJsonAsync($"/api/flows/{flow}/runs?{long2000}", """{"n":1}""");
        var runs = await Client.GetJsonAsync($"/api/runs?flow={flow}");

        Assert.Equal((HttpStatusCode.BadRequest, code), (answer.Status, answer.Code));
        Assert.Empty(runs.Json.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task Callback_OfARunWithout_IsNotFound()
    {
        var flow = await Client.PublishAsync(TestFlows.Twice(AppFixture.NewId()));
        var run = (await Client.PostJsonAsync($"/api/flows/{flow}/runs?wait=30s", """{"n":1}""")).Text("id");

        var answer = await Client.GetJsonAsync($"/api/runs/{run}/callback");

        Assert.Equal((HttpStatusCode.NotFound, "Callback.NotFound"), (answer.Status, answer.Code));
    }

    private static CallbackStore StoreOf(FlowApp app) => app.Services.GetRequiredService<CallbackStore>();

    private async Task<string> StartAsync(string flow, string body, string more = "")
    {
        var answer = await Client.PostJsonAsync(
            $"/api/flows/{flow}/runs?callback={Uri.EscapeDataString(Receiver.Url)}{more}",
            body
        );
        Assert.Equal(HttpStatusCode.Accepted, answer.Status);
        return answer.Text("id");
    }

    private Task<Answer> EndedAsync(string run) =>
        Client.UntilAsync($"/api/runs/{run}/callback", static answer => answer.Text("state") != "waiting");
}
