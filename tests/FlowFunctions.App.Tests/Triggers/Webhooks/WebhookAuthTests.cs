using System.Globalization;
using FlowFunctions.App.Tests.Apps;
using FlowFunctions.Steps.Secrets;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.App.Tests.Triggers.Webhooks;

[Collection(nameof(TriggerTests))]
public sealed class WebhookAuthTests(AppFixture fixture)
{
    private HttpClient Client => fixture.Client;

    [Fact]
    public async Task ApiKey_RightOne_IsTakenAndNeverSeen()
    {
        var secret = await Client.SecretAsync("the-key\nthe-next-key");
        var id = await Client.HookAsync($$""","auth":{"type":"apiKey","secret":"{{secret}}"}""");
        var own = await Client.HookAsync($$""","auth":{"type":"apiKey","header":"X-Token","secret":"{{secret}}"}""");
        var bearer = await Client.HookAsync(
            $$""","auth":{"type":"apiKey","header":"Authorization","secret":"{{secret}}"}"""
        );

        var seen = await Client.SeenAsync(await Client.SendAsync(own, "{}", ("X-Token", "the-key")));

        Assert.DoesNotContain("the-key", seen.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(202, (await Client.SendAsync(id, "{}", ("X-API-Key", "the-next-key"))).Status);
        Assert.Equal(202, (await Client.SendAsync(bearer, "{}", ("Authorization", "Bearer the-key"))).Status);
    }

    [Fact]
    public async Task ApiKey_Wrong_IsRefusedBeforeTheBodyIsLookedAt()
    {
        var secret = await Client.SecretAsync("the-key");
        var id = await Client.HookAsync($$""","auth":{"type":"apiKey","secret":"{{secret}}"}""");

        foreach (var key in (string[])["", "the-ke", "THE-KEY", "the-key,the-key", secret])
        {
            (await Client.SendAsync(id, "no json", ("X-API-Key", key))).IsProblem(401, "Webhook.Unauthorized");
        }

        Assert.Equal(0, await Client.CountRunsAsync(id));
    }

    [Theory]
    [InlineData("", 0, "no header 'X-Sig'")]
    [InlineData("no signature", 0, "has not the form")]
    [InlineData("other-secret", 0, "not that of the body")]
    [InlineData("the-secret", -600, "600 s ago; 'tolerance' allows 300 s")]
    [InlineData("the-secret", 600, "600 s ahead; 'tolerance' allows 300 s")]
    public async Task Signature_Wrong_OwnersSeeWhyAndStrangersDoNot(string signed, int seconds, string why)
    {
        var secret = await Client.SecretAsync("the-secret");
        var id = await Client.HookAsync(
            $$""","auth":{"type":"hmac-sha256","header":"X-Sig","timestampHeader":"X-Time","secret":"{{secret}}"}"""
        );
        var time = (
            fixture.App.Services.GetRequiredService<TimeProvider>().GetUtcNow().ToUnixTimeSeconds() + seconds
        ).ToString(CultureInfo.InvariantCulture);
        var signature = signed.Contains('-', StringComparison.Ordinal) ? HookApi.Hmac(signed, time + ".{}") : signed;

        var reply = await Client.SendAsync(id, "{}", ("X-Sig", signature), ("X-Time", time));
        var trigger = await Client.GetJsonAsync($"/api/triggers/{id}.hook");

        reply.IsProblem(401, "Webhook.Unauthorized");
        Assert.DoesNotContain(why, reply.Text, StringComparison.Ordinal);
        var error = trigger.Json.GetProperty("lastError").GetProperty("message").GetString()!;
        Assert.Contains(Near(why, seconds), error, StringComparison.Ordinal);
        Assert.DoesNotContain("the-secret", error, StringComparison.Ordinal);
        Assert.DoesNotContain(HookApi.Hmac("the-secret", time + ".{}"), error, StringComparison.Ordinal);

        // A second may pass between both clocks' looks.
        string Near(string text, int seconds) =>
            seconds == 0 || error.Contains(text, StringComparison.Ordinal)
                ? text
                : text.Replace("600", seconds < 0 ? "601" : "599", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Basic_UserAndPassword_AreBothCompared()
    {
        var secret = await Client.SecretAsync("pass:word");
        var id = await Client.HookAsync($$""","auth":{"type":"basic","user":"ada","secret":"{{secret}}"}""");

        Assert.Equal(202, (await SendAsync(id, HookApi.Basic("ada", "pass:word"))).Status);
        foreach (
            var wrong in (string[])
                [
                    HookApi.Basic("ada", "pass"),
                    HookApi.Basic("eve", "pass:word"),
                    "Basic %%%",
                    "Basic YWRh",
                    "Bearer pass:word",
                    "",
                ]
        )
        {
            (await SendAsync(id, wrong)).IsProblem(401, "Webhook.Unauthorized");
        }

        using var response = await Client.PostAsync($"/hooks/default/{id}", null);
        Assert.Equal("Basic realm=\"webhook\", charset=\"UTF-8\"", response.Headers.WwwAuthenticate.ToString());
    }

    [Fact]
    public async Task Github_SignedDelivery_StartsOneRunHoweverOftenItComes()
    {
        var secret = await Client.SecretAsync("octo");
        var id = await Client.HookAsync($$""","auth":{"type":"hmac-sha256","preset":"github","secret":"{{secret}}"}""");
        var headers = new (string, string)[]
        {
            ("X-Hub-Signature-256", "sha256=" + HookApi.Hmac("octo", "{\"zen\":1}")),
            ("X-GitHub-Delivery", AppFixture.NewId("delivery")),
            ("X-GitHub-Event", "push"),
        };

        var first = await Client.SendAsync(id, "{\"zen\":1}", headers);
        var seen = await Client.SeenAsync(first);
        var again = await Client.SendAsync(id, "{\"zen\":1}", headers);

        Assert.Equal(first.Text, again.Text);
        Assert.Equal("push", seen.GetProperty("headers").GetProperty("x-github-event").GetString());
        Assert.StartsWith("delivery", seen.GetProperty("deliveryId").GetString(), StringComparison.Ordinal);
        Assert.False(seen.GetProperty("headers").TryGetProperty("x-hub-signature-256", out _));
        Assert.Equal(1, await Client.CountRunsAsync(id));
    }

    [Fact]
    public async Task Signature_WrongOrStale_IsRefusedAlike()
    {
        var secret = await Client.SecretAsync("stripe-key");
        var id = await Client.HookAsync($$""","auth":{"type":"hmac-sha256","preset":"stripe","secret":"{{secret}}"}""");
        var answers = new List<string>();
        foreach (var header in (string[])[Stripe(0, "other"), Stripe(-400), Stripe(400), "t=1,v1=00", ""])
        {
            var reply = await Client.SendAsync(id, "{}", ("Stripe-Signature", header));
            reply.IsProblem(401, "Webhook.Unauthorized");
            answers.Add(reply.Text);
        }

        Assert.Single(answers.Distinct());
        Assert.Equal(202, (await Client.SendAsync(id, "{}", ("Stripe-Signature", Stripe(-200)))).Status);
    }

    [Fact]
    public async Task Signature_OfACopiedRequest_StartsNothingMore()
    {
        var secret = await Client.SecretAsync("stripe-key");
        var auth = $$""","auth":{"type":"hmac-sha256","preset":"stripe","secret":"{{secret}}"}""";
        var id = await Client.HookAsync(auth);
        var own = await Client.HookAsync(auth + ",\"dedupe\":{\"key\":\"{{ trigger.headers['x-key'] }}\"}");
        var header = ("Stripe-Signature", Stripe(0));

        var first = await Client.SendAsync(id, "{}", header);
        var copy = await Client.SendAsync(id, "{}", header);
        var accepted = await Client.SendAsync(own, "{}", header, ("X-Key", "a"));
        var same = await Client.SendAsync(own, "{}", header, ("X-Key", "a"));
        var forged = await Client.SendAsync(own, "{}", header, ("X-Key", "b"));

        Assert.Equal((202, first.Text), (copy.Status, copy.Text));
        Assert.Equal((202, accepted.Text), (same.Status, same.Text));
        forged.IsProblem(409, "Webhook.Replayed");
        Assert.Equal(1, await Client.CountRunsAsync(id));
        Assert.Equal(1, await Client.CountRunsAsync(own));
    }

    [Fact]
    public async Task Slack_UrlVerification_IsAnsweredOnlyWhenItIsSigned()
    {
        var secret = await Client.SecretAsync("slack-key");
        var id = await Client.HookAsync($$""","auth":{"type":"hmac-sha256","preset":"slack","secret":"{{secret}}"}""");
        const string Body = """{"type":"url_verification","challenge":"3eZbrw1aB","token":"x"}""";
        var time = DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = "v0=" + HookApi.Hmac("slack-key", $"v0:{time}:{Body}");

        var reply = await Client.SendAsync(
            id,
            Body,
            ("X-Slack-Signature", signature),
            ("X-Slack-Request-Timestamp", time)
        );
        var forged = await Client.SendAsync(id, Body, ("X-Slack-Request-Timestamp", time));

        Assert.Equal((200, "text/plain", "3eZbrw1aB"), (reply.Status, reply.MediaType, reply.Text));
        forged.IsProblem(401, "Webhook.Unauthorized");
        Assert.Equal(0, await Client.CountRunsAsync(id));
    }

    [Fact]
    public async Task Secret_ThatIsMissing_NeverLetsAnybodyIn()
    {
        var name = AppFixture.NewId("M").Replace('-', '_');
        var id = await Client.HookAsync($$""","auth":{"type":"apiKey","secret":"{{name}}"}""");

        var missing = await Client.SendAsync(id, "{}", ("X-API-Key", ""));
        var guessed = await Client.SendAsync(id, "{}", ("X-API-Key", name));

        missing.IsProblem(503, "Webhook.NotReady");
        guessed.IsProblem(503, "Webhook.NotReady");
        Assert.DoesNotContain(name, guessed.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Vault_ThatDoesNotAnswer_MakesSendersTryAgain()
    {
        var vault = new BrokenVault();
        await using var app = await fixture.StartAppAsync(
            fixture.NewFolder(),
            builder => builder.Services.AddSingleton<ISecretSource>(vault)
        );
        using var client = new HttpClient { BaseAddress = new Uri(app.Address) };
        var id = await client.HookAsync(",\"auth\":{\"type\":\"apiKey\",\"secret\":\"KEY\"}");

        using var refused = await client.PostAsync($"/hooks/default/{id}", new StringContent("{}"));
        var text = await refused.Content.ReadAsStringAsync();
        vault.IsBroken = false;
        var taken = await client.SendAsync(id, "{}", ("X-API-Key", "value"));

        Assert.Equal(503, (int)refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.DoesNotContain("KEY", text, StringComparison.Ordinal);
        Assert.Equal(202, taken.Status);
        Assert.Equal(2, vault.Asked);
        Assert.Equal(202, (await client.SendAsync(id, "{}", ("X-API-Key", "value"))).Status);
        Assert.Equal(2, vault.Asked);
    }

    private Task<Reply> SendAsync(string id, string authorization) =>
        Client.SendAsync(id, "{}", ("Authorization", authorization));

    private static string Stripe(int seconds, string key = "stripe-key")
    {
        var time = DateTimeOffset.UtcNow.AddSeconds(seconds).ToUnixTimeSeconds();
        return $"t={time},v1={HookApi.Hmac(key, $"{time}.{{}}")}";
    }

    private sealed class BrokenVault : ISecretSource
    {
        public bool IsBroken { get; set; } = true;

        public int Asked { get; private set; }

        public ValueTask<string?> FindAsync(string workspace, string name, CancellationToken cancellationToken)
        {
            Asked++;
            return IsBroken ? throw new SecretUnavailableException("No answer.", isTransient: true) : new("value");
        }
    }
}
