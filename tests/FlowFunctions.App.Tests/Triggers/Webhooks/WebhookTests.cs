using System.Text;
using System.Text.Json;
using FlowFunctions.App.Tests.Apps;
using FlowFunctions.App.Triggers.Webhooks.Bodies;

namespace FlowFunctions.App.Tests.Triggers.Webhooks;

[Collection(nameof(TriggerTests))]
public sealed class WebhookTests(AppFixture fixture)
{
    private HttpClient Client => fixture.Client;

    [Fact]
    public async Task Request_ToAWebhook_StartsARunThatSeesIt()
    {
        var id = AppFixture.NewId("hook");
        await Client.PublishAsync(HookApi.Flow(id, ",\"path\":\"PATH/{shop}/new\",\"method\":\"PUT\""));

        var reply = await Client.SendReplyAsync(
            HttpMethod.Put,
            $"/hooks/default/{id}/a%20b/new?x=1&y=2&y=3",
            "{\"n\":1}"u8.ToArray(),
            "application/json",
            ("X-Thing", "value"),
            ("Cookie", "session=hidden"),
            ("Authorization", "Bearer hidden")
        );
        var seen = await Client.SeenAsync(reply);

        Assert.Equal($"/api/runs/{reply.Body.GetProperty("id").GetString()}", reply.Location?.ToString());
        Assert.Equal(["id", "status"], reply.Body.EnumerateObject().Select(static member => member.Name));
        Assert.Equal(
            ("webhook", "hook", "PUT", $"{id}/a b/new", "application/json"),
            (Text(seen, "type"), Text(seen, "id"), Text(seen, "method"), Text(seen, "path"), Text(seen, "contentType"))
        );
        Assert.Equal("""{"shop":"a b"}""", seen.GetProperty("params").GetRawText());
        Assert.Equal("""{"x":"1","y":["2","3"]}""", seen.GetProperty("query").GetRawText());
        Assert.Equal("""{"n":1}""", seen.GetProperty("body").GetRawText());
        Assert.Equal("value", Text(seen.GetProperty("headers"), "x-thing"));
        Assert.DoesNotContain("hidden", seen.GetRawText(), StringComparison.Ordinal);
        Assert.True(seen.GetProperty("receivedAt").GetDateTimeOffset() <= DateTimeOffset.UtcNow);
    }

    [Fact]
    public async Task Input_OfARun_IsMadeByTheTriggerOrIsTheBody()
    {
        const string Steps = """ "steps":{"give":{"type":"transform","with":{"value":"{{ input }}"}}} """;
        var mapped = await Client.HookAsync(""","input":{"order":"{{ trigger.body.id + 1 }}"}""", Steps);
        var plain = await Client.HookAsync(""","method":"ANY" """, Steps);

        Assert.Equal(
            """{"order":8}""",
            (await Client.SeenAsync(await Client.SendAsync(mapped, """{"id":7}"""))).GetRawText()
        );
        Assert.Equal(
            """{"id":7}""",
            (await Client.SeenAsync(await Client.SendAsync(plain, """{"id":7}"""))).GetRawText()
        );
        Assert.Equal(
            "{}",
            (await Client.SeenAsync(await Client.GetReplyAsync($"/hooks/default/{plain}"))).GetRawText()
        );
    }

    [Fact]
    public async Task Input_ThatDoesNotFit_IsRefusedAndStartsNothing()
    {
        var id = AppFixture.NewId("hook");
        await Client.PublishAsync(
            HookApi.Flow(
                id,
                ",\"input\":{\"n\":\"{{ trigger.body.a.b }}\"}",
                """ "input":{"type":"object","properties":{"n":{"type":"integer"}}},"steps":{"a":{"type":"transform","with":{"value":1}}} """
            )
        );

        (await Client.SendAsync(id, """{"a":{"b":"text"}}""")).IsProblem(400, "Input.Invalid");
        var failed = await Client.SendAsync(id, "{}");
        failed.IsProblem(400, "Trigger.Input");

        // Strangers read it: neither the flow nor its expressions are theirs.
        Assert.DoesNotContain(id, failed.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("trigger.", failed.Text, StringComparison.Ordinal);
        Assert.Equal(0, await Client.CountRunsAsync(id));
    }

    [Fact]
    public async Task Strangers_LearnNothing_OfWhatThereIs()
    {
        var paused = await Client.HookAsync(",\"enabled\":false");
        var known = await Client.HookAsync();
        string[] addresses =
        [
            "/hooks/default/nothing-here",
            "/hooks/other/nothing-here",
            "/hooks/approvals/nothing-here/at/all",
            $"/hooks/other/{known}",
            $"/hooks/default/{known}/more",
            $"/hooks/default/{paused}",
            "/hooks/default/~test/made.up",
            "/hooks/other/~test/",
            "/hooks/default",
        ];
        var answers = new List<(string, string)>();
        foreach (var address in addresses)
        {
            using var response = await Client.PostAsync(address, new StringContent("{}"));
            response.Headers.Date = null;
            answers.Add(
                (
                    $"{(int)response.StatusCode} {response.Headers} {response.Content.Headers}",
                    await response.Content.ReadAsStringAsync()
                )
            );
        }

        Assert.StartsWith("404", answers[0].Item1, StringComparison.Ordinal);
        Assert.Contains("Webhook.NotFound", answers[0].Item2, StringComparison.Ordinal);
        Assert.Single(answers.Distinct());
    }

    [Fact]
    public async Task Method_ThatIsNotTaken_IsToldWhichAre()
    {
        var id = await Client.HookAsync(",\"method\":[\"GET\",\"POST\"]");

        using var response = await Client.PutAsync($"/hooks/default/{id}", new StringContent("{}"));
        using var head = await Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, $"/hooks/default/{id}"));

        Assert.Equal(405, (int)response.StatusCode);
        Assert.Equal(["GET", "POST"], response.Content.Headers.Allow);
        Assert.Equal(405, (int)head.StatusCode);
        Assert.Equal(0, await Client.CountRunsAsync(id));
    }

    [Fact]
    public async Task Publishing_AnotherPath_MovesTheWebhook()
    {
        var id = await Client.HookAsync();
        await Client.PutReplyAsync($"/api/flows/{id}", HookApi.Flow(id, ",\"path\":\"PATH/new\""), ("If-Match", "*"));

        Assert.Equal(404, (await Client.SendAsync(id)).Status);
        Assert.Equal(202, (await Client.SendAsync(id + "/new")).Status);
    }

    [Fact]
    public async Task Body_ThatIsNoJson_IsRefusedWithItsPlace()
    {
        var id = await Client.HookAsync();

        var reply = await Client.SendAsync(id, "{\"a\":}");

        reply.IsProblem(400, "Webhook.Body");
        Assert.Contains("BytePositionInLine: 5", reply.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Body_TooLarge_IsRefusedAndTheConnectionGoesOn(bool saysHowLong)
    {
        var id = await Client.HookAsync();
        using var content = new StreamContent(new MemoryStream(new byte[WebhookLimits.MaxBodyBytes + 1]));
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/hooks/default/{id}") { Content = content };
        request.Headers.TransferEncodingChunked = !saysHowLong;

        using var response = await Client.SendAsync(request);

        Assert.Equal(413, (int)response.StatusCode);
        Assert.Contains("Request.TooLarge", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Body_AsLargeAsItMayBe_StartsARun()
    {
        var id = await Client.HookAsync(
            steps: """ "steps":{"give":{"type":"transform","with":{"value":"{{ trigger.body.length }}"}}} """
        );

        var reply = await Client.SendReplyAsync(
            HttpMethod.Post,
            $"/hooks/default/{id}",
            Encoding.ASCII.GetBytes(new string('x', WebhookLimits.MaxBodyBytes)),
            "text/plain"
        );

        Assert.Equal(WebhookLimits.MaxBodyBytes, (await Client.SeenAsync(reply)).GetInt32());

        // Lists tell what started the run, though its trigger is stored apart.
        var run = await Client.GetJsonAsync($"/api/runs/{reply.Body.GetProperty("id").GetString()}");
        Assert.Equal("webhook", run.Text("trigger"));
    }

    [Fact]
    public async Task Body_NestedAsDeeplyAsItMayBe_IsReadEverywhere()
    {
        var id = await Client.HookAsync();
        var deep = new string('[', 64) + new string(']', 64);

        var reply = await Client.SendAsync(id, deep);
        await fixture.StoredAsync();
        var steps = await Client.GetReplyAsync($"/api/runs/{reply.Body.GetProperty("id").GetString()}/steps");

        Assert.Equal(202, reply.Status);
        Assert.Equal(200, steps.Status);
    }

    [Theory]
    [InlineData("\"path\":\"~test/x\"", "/triggers/hook/path")]
    [InlineData(
        "\"path\":\"x\",\"auth\":{\"type\":\"hmac-sha256\",\"secret\":\"S\",\"timestampHeader\":\"X-Time\"}",
        "/triggers/hook/auth"
    )]
    public async Task Trigger_ThatCouldNotWork_IsRefusedWithItsPlace(string trigger, string pointer)
    {
        var id = AppFixture.NewId("hook");

        var reply = await Client.PutReplyAsync($"/api/flows/{id}", HookApi.Flow(id, "," + trigger));

        Assert.Equal(400, reply.Status);
        Assert.Contains(pointer, reply.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusals_AreShownWithTheTrigger()
    {
        var secret = await Client.SecretAsync("the-key");
        var id = await Client.HookAsync($$""","auth":{"type":"apiKey","secret":"{{secret}}"}""");

        await Client.SendAsync(id);
        var trigger = await Client.GetReplyAsync($"/api/triggers/{id}.hook");

        Assert.Contains("Webhook.Unauthorized", trigger.Text, StringComparison.Ordinal);
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
