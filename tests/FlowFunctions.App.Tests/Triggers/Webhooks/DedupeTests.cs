using FlowFunctions.App.Hosting;
using FlowFunctions.App.Tests.Apps;
using FlowFunctions.App.Triggers;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Storage.Idempotency;
using FlowFunctions.Storage.Local;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.App.Tests.Triggers.Webhooks;

[Collection(nameof(TriggerTests))]
public sealed class DedupeTests(AppFixture fixture)
{
    private const string ByHeader = ",\"dedupe\":{\"key\":\"{{ trigger.headers['x-id'] }}\",\"ttl\":\"1h\"}";

    private HttpClient Client => fixture.Client;

    [Fact]
    public async Task Delivery_ManyTimesAtOnce_StartsOneRun()
    {
        var id = await Client.HookAsync(ByHeader);

        var replies = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => Client.SendAsync(id, "{}", ("X-Id", "1")))
        );

        Assert.All(replies, static reply => Assert.Equal(202, reply.Status));
        Assert.Single(replies.Select(static reply => reply.Text).Distinct());
        await Client.SeenAsync(replies[0]);
        Assert.Equal(1, await Client.CountRunsAsync(id));
    }

    [Fact]
    public async Task Deliveries_AreCountedByWhatCameOfThem()
    {
        await Client.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        var id = await Client.HookAsync(ByHeader);

        await Client.SendAsync(id, "{}", ("X-Id", "1"));
        await Client.SendAsync(id, "{}", ("X-Id", "1"));
        await Client.SendAsync(id, "{", ("Content-Type", "application/json"));
        await Client.SendAsync(id + "-not");

        var metrics = await Client.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        Assert.All(
            (string[])["started", "duplicate", "refused", "unmatched"],
            outcome =>
                Assert.Contains(
                    $"flow_webhook_deliveries_total{{outcome=\"{outcome}\"}}",
                    metrics,
                    StringComparison.Ordinal
                )
        );
        Assert.Contains(
            "flow_trigger_fires_total{type=\"webhook\",outcome=\"duplicate\"}",
            metrics,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Delivery_WithAnotherKeyOrAtAnotherWebhook_IsAnother()
    {
        var id = await Client.HookAsync(ByHeader);
        var other = await Client.HookAsync(ByHeader);

        var ids = new[]
        {
            await Client.SendAsync(id, "{}", ("X-Id", "1")),
            await Client.SendAsync(id, "{}", ("X-Id", "2")),
            await Client.SendAsync(other, "{}", ("X-Id", "1")),
        };

        Assert.Equal(3, ids.Select(static reply => reply.Text).Distinct().Count());
    }

    [Fact]
    public async Task Delivery_WithoutAKey_StartsARunEachTime()
    {
        var id = await Client.HookAsync(ByHeader);

        Assert.NotEqual((await Client.SendAsync(id)).Text, (await Client.SendAsync(id)).Text);
    }

    [Fact]
    public async Task CopyOfASignedRequest_WithoutTheKeyOfTheFirst_IsRefused()
    {
        var secret = await Client.SecretAsync("a-long-secret-value");
        var auth =
            $$""","auth":{"type":"hmac-sha256","header":"X-Sig","timestampHeader":"X-Time","secret":"{{secret}}"}""";
        var id = await Client.HookAsync(ByHeader + auth);
        var time = $"{DateTimeOffset.UtcNow.ToUnixTimeSeconds()}";
        var signature = HookApi.Hmac("a-long-secret-value", time + ".{}");

        var first = await Client.SendAsync(id, "{}", ("X-Sig", signature), ("X-Time", time), ("X-Id", "1"));
        var copy = await Client.SendAsync(id, "{}", ("X-Sig", signature), ("X-Time", time));

        Assert.Equal(202, first.Status);
        copy.IsProblem(409, "Webhook.Replayed");
    }

    [Fact]
    public async Task Delivery_Again_SaysThatItCameBefore()
    {
        var id = await Client.HookAsync(ByHeader);
        using var first = await PostAsync(id);
        using var again = await PostAsync(id);

        Assert.False(first.Headers.Contains("Idempotent-Replayed"));
        Assert.True(again.Headers.Contains("Idempotent-Replayed"));
    }

    [Fact]
    public async Task Delivery_WhoseRunNeverBegan_IsStartedUnderItsIdByTheNext()
    {
        var id = await Client.HookAsync(ByHeader);
        var trigger = fixture
            .App.Services.GetRequiredService<TriggerRegistry>()
            .Current.Find(new TriggerKey("default", id, "hook"))!;
        var runId = RunIds.New(DateTimeOffset.UtcNow);
        await fixture
            .App.Services.GetRequiredService<IdempotencyStore>()
            .ClaimAsync("default", $"\u0001{id}.hook {trigger.Generation} delivery 1", "", runId);

        var replies = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Client.SendAsync(id, "{}", ("X-Id", "1"))));

        Assert.All(replies, reply => Assert.Equal(runId, reply.Body.GetProperty("id").GetString()));
        await Client.SeenAsync(replies[0]);
        Assert.Equal(1, await Client.CountRunsAsync(id));
    }

    [Fact]
    public async Task Delivery_ThatWasRefused_MayComeAgain()
    {
        var id = await Client.HookAsync(ByHeader + ",\"input\":{\"n\":\"{{ trigger.body.a.b }}\"}");

        (await Client.SendAsync(id, "{}", ("X-Id", "1"))).IsProblem(400, "Trigger.Input");
        Assert.Equal(202, (await Client.SendAsync(id, """{"a":{"b":1}}""", ("X-Id", "1"))).Status);
    }

    [Theory]
    [InlineData("{{ trigger.body.a.b }}", "{}")]
    [InlineData("{{ trigger.body }}", """{"a":1}""")]
    [InlineData("{{ 'x'.repeat(1025) }}", "{}")]
    public async Task Key_ThatIsNone_IsRefused(string key, string body)
    {
        var id = await Client.HookAsync($$""","dedupe":{"key":"{{key}}"}""");

        (await Client.SendAsync(id, body)).IsProblem(400, "Webhook.DedupeKey");
    }

    [Fact]
    public async Task Delivery_WhileStorageIsGone_IsTakenWhenItComesAgain()
    {
        var folder = fixture.NewFolder();
        var options = new AzuriteOptions(AppFixture.AzuriteFolder) { DataFolder = fixture.NewFolder() };
        var azurite = await Azurite.StartAsync(options);
        var settings = new AppSettings
        {
            Storage = azurite.ConnectionString,
            DataFolder = folder,
            Url = "http://127.0.0.1:0",
        };
        await using var app = await FlowApp.StartAsync(settings);
        using var client = new HttpClient { BaseAddress = new Uri(app.Address) };
        var id = await client.HookAsync(ByHeader);
        var plain = await client.HookAsync();
        await client.SeenAsync(await client.SendAsync(plain));

        await azurite.DisposeAsync();
        using var request = Request(id);
        using var refused = await client.SendAsync(request);
        var without = await client.SendAsync(plain);
        await using var back = await Azurite.StartAsync(
            options with
            {
                BlobPort = azurite.BlobEndpoint.Port,
                QueuePort = azurite.QueueEndpoint.Port,
                TablePort = azurite.TableEndpoint.Port,
            }
        );
        var taken = await client.SendAsync(id, "{}", ("X-Id", "1"));
        await client.SeenAsync(taken);

        Assert.Equal(503, (int)refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Contains("Storage.Unavailable", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(202, without.Status);
        Assert.Equal(1, await client.CountRunsAsync(id));
    }

    private static HttpRequestMessage Request(string id)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"/hooks/default/{id}")
        {
            Content = new StringContent("{}"),
        };
        request.Headers.Add("X-Id", "1");
        return request;
    }

    private async Task<HttpResponseMessage> PostAsync(string id)
    {
        using var request = Request(id);
        return await Client.SendAsync(request);
    }
}
