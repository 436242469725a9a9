using System.Text;
using System.Text.Json;
using FlowFunctions.App.Tests.Apps;
using FlowFunctions.App.Tests.Triggers.Control;
using FlowFunctions.Storage.Triggers;

namespace FlowFunctions.App.Tests.Triggers.Webhooks.Captures;

[Collection(nameof(TriggerTests))]
public sealed class CaptureTests(AppFixture fixture)
{
    private HttpClient Client => fixture.Client;

    [Fact]
    public async Task TestUrl_OfATriggerThatIsNotPublished_KeepsRequestsAndStartsNothing()
    {
        var id = await DraftAsync();
        var url = await UrlAsync(id);

        var sent = await Client.PostReplyAsync(
            url + "/orders/7?a=b",
            """{"n":1}""",
            ("Authorization", "Bearer hidden"),
            ("X-My-Key", "hidden"),
            ("X-Ms-Token-Aad-Id-Token", "hidden")
        );
        var list = await ListAsync(id);
        var value = (await Client.GetReplyAsync($"/api/triggers/{id}/requests/{Text(list[0], "id")}")).Body;

        Assert.Equal(200, sent.Status);
        Assert.Equal(Text(list[0], "id"), Text(sent.Body, "captured"));
        Assert.Equal(
            ("POST", "orders/7", 7),
            (Text(list[0], "method"), Text(list[0], "path"), list[0].GetProperty("size").GetInt32())
        );
        Assert.Equal(
            ("webhook", "hook", "orders/7", """{"n":1}""", """{"a":"b"}"""),
            (
                Text(value, "type"),
                Text(value, "id"),
                Text(value, "path"),
                value.GetProperty("body").GetRawText(),
                value.GetProperty("query").GetRawText()
            )
        );
        Assert.DoesNotContain("hidden", value.GetRawText(), StringComparison.Ordinal);
        Assert.Equal("***", Text(value.GetProperty("headers"), "x-my-key"));
    }

    [Fact]
    public async Task TestUrl_ManyRequests_KeepsTheLastTwenty()
    {
        var id = await DraftAsync();
        var url = await UrlAsync(id);
        for (var n = 0; n < CaptureStore.MaxKept + 3; n++)
        {
            await Client.PostReplyAsync(url, $$"""{"n":{{n}}}""");
        }

        var list = await ListAsync(id);
        var newest = await Client.GetReplyAsync($"/api/triggers/{id}/requests/{Text(list[0], "id")}");

        Assert.Equal(CaptureStore.MaxKept, list.Count);
        Assert.Equal(CaptureStore.MaxKept + 2, newest.Body.GetProperty("body").GetProperty("n").GetInt32());
    }

    [Fact]
    public async Task TestUrl_BodyTooLarge_IsRefused()
    {
        var url = await UrlAsync(await DraftAsync());
        var large = new byte[256 * 1024];
        Random.Shared.NextBytes(large);

        Assert.Equal(200, (await Client.SendReplyAsync(HttpMethod.Post, url, large, "image/png")).Status);
        (await Client.SendReplyAsync(HttpMethod.Post, url, [.. large, 0], "image/png")).IsProblem(
            413,
            "Request.TooLarge"
        );
    }

    [Fact]
    public async Task TestUrl_ChangedOrForAnotherWorkspace_IsNone()
    {
        var url = await UrlAsync(await DraftAsync());

        Assert.Equal(404, (await Client.PostReplyAsync(url[..^1], "{}")).Status);
        Assert.Equal(
            404,
            (await Client.PostReplyAsync(url.Replace("/default/", "/other/", StringComparison.Ordinal), "{}")).Status
        );
    }

    [Fact]
    public async Task TestUrl_OfASignedWebhook_TellsWhetherTheSignatureIsRight()
    {
        var secret = await Client.SecretAsync("octo");
        var flow = await Client.HookAsync(
            $$""","path":"PATH/{name}","auth":{"type":"hmac-sha256","preset":"github","secret":"{{secret}}"}"""
        );
        var url = await UrlAsync($"{flow}.hook");

        await Client.PostReplyAsync(
            $"{url}/{flow}/x",
            "{}",
            ("X-Hub-Signature-256", "sha256=" + HookApi.Hmac("octo", "{}"))
        );
        await Client.PostReplyAsync($"{url}/{flow}/x", "{}");
        var list = await ListAsync($"{flow}.hook");
        var value = await Client.GetReplyAsync($"/api/triggers/{flow}.hook/requests/{Text(list[0], "id")}");

        Assert.Equal([false, true], list.Select(static one => one.GetProperty("authenticated").GetBoolean()));
        Assert.Equal("""{"name":"x"}""", value.Body.GetProperty("params").GetRawText());
        Assert.Equal(0, await Client.CountRunsAsync(flow));
    }

    [Fact]
    public async Task TestUrl_BodyThatIsNoJson_IsKeptAndSaysWhy()
    {
        var flow = await Client.HookAsync();
        var sent = await Client.PostReplyAsync(
            await UrlAsync($"{flow}.hook"),
            """{"n":1""",
            ("X-Idempotency-Key", "order-7"),
            ("X-Shop-Hmac", "hidden")
        );
        var kept = Assert.Single(await ListAsync($"{flow}.hook"));
        var path = $"/api/triggers/{flow}.hook/requests/{Text(kept, "id")}";
        var value = (await Client.GetReplyAsync(path)).Body;

        Assert.Equal(200, sent.Status);
        Assert.Contains("no JSON", Text(kept, "problem"), StringComparison.Ordinal);
        Assert.Equal(
            """{"n":1""",
            Encoding.UTF8.GetString(value.GetProperty("body").GetProperty("base64").GetBytesFromBase64())
        );
        var headers = value.GetProperty("headers");
        Assert.Equal(("order-7", "***"), (Text(headers, "x-idempotency-key"), Text(headers, "x-shop-hmac")));
        (await Client.PostReplyAsync(path + "/replay")).IsProblem(400, "Webhook.Body");
    }

    [Fact]
    public async Task Replay_StartsARunOrSaysItsInput()
    {
        var flow = await Client.HookAsync(
            ",\"input\":{\"order\":\"{{ trigger.body.n + 1 }}\"}",
            """ "steps":{"give":{"type":"transform","with":{"value":"{{ input }}"}}} """
        );
        var id = $"{flow}.hook";
        await Client.PostReplyAsync(await UrlAsync(id), """{"n":1}""");
        var path = $"/api/triggers/{id}/requests/{Text((await ListAsync(id))[0], "id")}/replay";

        var dry = await Client.PostReplyAsync(path + "?dryRun=true");
        var before = await Client.CountRunsAsync(flow);
        var run = await Client.PostReplyAsync(path);
        var ended = await Client.PostReplyAsync(path + "?wait=30s");

        Assert.Equal("""{"input":{"order":2}}""", dry.Text);
        Assert.Equal(0, before);
        Assert.Equal("""{"order":2}""", (await Client.SeenAsync(run)).GetRawText());
        Assert.Equal((200, """{"order":2}"""), (ended.Status, ended.Body.GetProperty("output").GetRawText()));
        (await Client.PostReplyAsync(path + "?wait=forever")).IsProblem(400, "Request.Invalid");
    }

    [Fact]
    public async Task TestUrl_OfAVersionThatIsNotPublished_IsGiven()
    {
        var id = AppFixture.NewId("saved");
        var saved = await Client.PostReplyAsync("/api/flows?publish=false", HookApi.Flow(id));
        Assert.Equal(201, saved.Status);

        Assert.NotEmpty(await UrlAsync($"{id}.hook"));
    }

    [Fact]
    public async Task TestUrl_OfWhatIsNoWebhook_IsRefused()
    {
        var flow = await Client.PublishAsync(TriggerFlows.All(AppFixture.NewId()));

        (await Client.PostReplyAsync($"/api/triggers/{flow}.work/test-url")).IsProblem(400, "Trigger.NoWebhook");
        (await Client.PostReplyAsync($"/api/triggers/{flow}.nothing/test-url")).IsProblem(404, "Trigger.NotFound");
        (await Client.PostReplyAsync("/api/triggers/No%20Flow.hook/test-url")).IsProblem(404, "Trigger.NotFound");
    }

    [Fact]
    public async Task Requests_ThatAreNotThere_SayWhatToDo()
    {
        var id = await DraftAsync();
        await Client.PostReplyAsync(await UrlAsync(id), "{}");
        var number = Text((await ListAsync(id))[0], "id");

        (await Client.GetReplyAsync($"/api/triggers/{id}/requests/nothing")).IsProblem(404, "Trigger.RequestNotFound");
        (await Client.PostReplyAsync($"/api/triggers/{id}/requests/{number}/replay")).IsProblem(
            409,
            "Trigger.NotPublished"
        );
        (await Client.GetReplyAsync("/api/triggers/no-dot/requests")).IsProblem(400, "Trigger.Id");
        Assert.Equal(204, (await Client.DeleteReplyAsync($"/api/triggers/{id}/requests")).Status);
        Assert.Empty(await ListAsync(id));
    }

    /// <summary>Saves a draft with a webhook, of no flow yet.</summary>
    private async Task<string> DraftAsync()
    {
        var id = AppFixture.NewId("draft");
        var saved = await Client.PutReplyAsync($"/api/flows/{id}/draft", HookApi.Flow(id));
        Assert.Equal(201, saved.Status);
        return $"{id}.hook";
    }

    private async Task<string> UrlAsync(string id)
    {
        var reply = await Client.PostReplyAsync($"/api/triggers/{id}/test-url");
        Assert.Equal(201, reply.Status);
        Assert.True(reply.Body.GetProperty("expiresAt").GetDateTimeOffset() > DateTimeOffset.UtcNow.AddDays(6));
        return new Uri(Text(reply.Body, "url")!).AbsolutePath;
    }

    private async Task<IReadOnlyList<JsonElement>> ListAsync(string id) =>
        [.. (await Client.GetReplyAsync($"/api/triggers/{id}/requests")).Body.GetProperty("items").EnumerateArray()];

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
