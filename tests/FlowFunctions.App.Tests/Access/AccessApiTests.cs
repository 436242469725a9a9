using System.Net;
using FlowFunctions.App.Access;
using FlowFunctions.App.Access.ApiKeys;
using FlowFunctions.App.Hosting;
using FlowFunctions.App.Tests.Access.Tokens;
using FlowFunctions.App.Tests.Apps;
using FlowFunctions.App.Tests.Events;
using FlowFunctions.Storage.Access;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.App.Tests.Access;

[Collection(nameof(AppTests))]
public sealed class AccessApiTests(AppFixture fixture)
{
    private const string Flows = "/api/flows";

    [Fact]
    public async Task Get_WithoutProof_AsksForOne()
    {
        var app = await fixture.Guarded;

        var answer = await app.Client().GetJsonAsync(Flows);

        Assert.Equal((HttpStatusCode.Unauthorized, "Access.SignInNeeded"), (answer.Status, answer.Code));
        Assert.Equal("Bearer", answer.Response.Headers.WwwAuthenticate.ToString());
    }

    [Theory]
    [InlineData("a.b.c", "Access.TokenInvalid")]
    [InlineData("ff_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "Access.KeyInvalid")]
    public async Task Get_WithAWrongProof_IsRefused(string proof, string code)
    {
        var app = await fixture.Guarded;

        var answer = await app.Client().AskAsync(HttpMethod.Get, Flows, headers: ("Authorization", $"Bearer {proof}"));

        Assert.Equal((HttpStatusCode.Unauthorized, code), (answer.Status, answer.Code));
        Assert.Contains("invalid_token", answer.Response.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_WithTwoProofs_IsRefused()
    {
        var app = await fixture.Guarded;

        var answer = await app.Client(GuardedApp.Key)
            .AskAsync(HttpMethod.Get, Flows, headers: ("X-API-Key", GuardedApp.Key));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
    }

    [Theory]
    [InlineData("/healthz", HttpStatusCode.OK)]
    [InlineData("/readyz", HttpStatusCode.OK)]
    [InlineData("/api/openapi.json", HttpStatusCode.OK)]
    [InlineData("/metrics", HttpStatusCode.Unauthorized)]
    [InlineData("/hooks/default/nothing", HttpStatusCode.NotFound)]
    [InlineData("/api/nothing", HttpStatusCode.NotFound)]
    public async Task Get_WhatIsOpen_TakesNoProof(string path, HttpStatusCode status)
    {
        var app = await fixture.Guarded;

        using var answer = await app.Client().GetAsync(path);

        Assert.Equal(status, answer.StatusCode);
    }

    [Fact]
    public async Task SignIn_OfAGuardedApp_TellsStrangersHow_WithoutASecret()
    {
        var app = await fixture.Guarded;

        var answer = await app.Client().GetJsonAsync("/api/sign-in");

        var provider = Assert.Single(answer.Json.GetProperty("providers").EnumerateArray());
        Assert.Equal("provider", answer.Text("mode"));
        Assert.Equal(
            ("main", "oidc", OidcServer.Audience, "openid profile email offline_access"),
            (
                provider.GetProperty("name").GetString(),
                provider.GetProperty("kind").GetString(),
                provider.GetProperty("clientId").GetString(),
                provider.GetProperty("scope").GetString()
            )
        );
        Assert.DoesNotContain(GuardedApp.Key, answer.Json.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignIn_OfALocalApp_SaysThatNobodyIsAsked()
    {
        var answer = await fixture.Client.GetJsonAsync("/api/sign-in");

        Assert.Equal("local", answer.Text("mode"));
        Assert.Empty(answer.Json.GetProperty("providers").EnumerateArray());
    }

    [Fact]
    public async Task Me_OfARoleForSomeFlows_TellsWhatItAllowsForEach()
    {
        var app = await fixture.Guarded;
        var client = app.Client(await app.NewKeyAsync("editor", "some-flows", "billing-*"), "some-flows");

        var all = await client.GetJsonAsync("/api/me");
        var own = await client.GetJsonAsync("/api/me?flow=billing-march");
        var other = await client.GetJsonAsync("/api/me?flow=orders");

        Assert.Equal("editor", all.Json.GetProperty("missing").GetProperty("flows.write").GetString());
        Assert.False(own.Json.GetProperty("missing").TryGetProperty("flows.write", out _));
        Assert.Equal("admin", own.Json.GetProperty("missing").GetProperty("access.manage").GetString());
        Assert.Equal("operator", other.Json.GetProperty("missing").GetProperty("runs.start").GetString());
    }

    [Fact]
    public async Task Me_WithAToken_TellsTheRolesThatItBrings()
    {
        var app = await fixture.Guarded;

        var me = await app.Client(app.Token("ada", "FlowFunctions.Operator", "Unknown")).GetJsonAsync("/api/me");

        Assert.Equal(("main:ada", "user", "default"), (me.Text("id"), me.Text("kind"), me.Text("workspace")));
        Assert.Equal(
            ["operator"],
            me.Json.GetProperty("roles").EnumerateArray().Select(static r => r.GetProperty("role").GetString())
        );
        var permissions = me
            .Json.GetProperty("permissions")
            .EnumerateArray()
            .Select(static p => p.GetString())
            .ToArray();
        Assert.Contains("runs.start", permissions);
        Assert.DoesNotContain("flows.write", permissions);
    }

    [Fact]
    public async Task Get_OfSeveralCallersOverOneConnection_IsEachOnesOwn()
    {
        var app = await fixture.Guarded;
        using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = 1 };
        using var client = new HttpClient(handler) { BaseAddress = new Uri(app.App.Address) };
        var (ada, bob) = (app.Token("ada"), app.Token("bob"));

        string[] seen =
        [
            await IdAsync(ada),
            await IdAsync(bob),
            await IdAsync(GuardedApp.Key),
            await IdAsync(null),
            await IdAsync(ada),
        ];

        Assert.Equal(["main:ada", "main:bob", "key:settings", "Access.SignInNeeded", "main:ada"], seen);

        async Task<string> IdAsync(string? proof)
        {
            client.DefaultRequestHeaders.Authorization = proof is null ? null : new("Bearer", proof);
            var answer = await client.GetJsonAsync("/api/me");
            return answer.Status == HttpStatusCode.OK ? answer.Text("id") : answer.Code!;
        }
    }

    [Fact]
    public async Task Get_WithATokenWithoutARole_TellsTheIdThatAnAdminNeeds()
    {
        var app = await fixture.Guarded;
        using var client = app.Client(app.Token("stranger"));

        var me = await client.GetJsonAsync("/api/me");
        var flows = await client.GetJsonAsync(Flows);

        Assert.Equal(HttpStatusCode.OK, me.Status);
        Assert.Equal((HttpStatusCode.Forbidden, "Access.NoRole"), (flows.Status, flows.Code));
        Assert.Contains("main:stranger", flows.Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Member_IsGivenARoleAndLosesIt()
    {
        var app = await fixture.Guarded;
        using var root = app.Client(app.Token(GuardedApp.Root));
        using var eve = app.Client(app.Token("eve"));

        var put = await root.AskAsync(HttpMethod.Put, "/api/members/main:eve", """{"role":"viewer","name":"Eve"}""");
        var seen = await eve.GetJsonAsync(Flows);
        var written = await eve.PostJsonAsync(Flows, "{}");
        var listed = await root.GetJsonAsync("/api/members");
        var deleted = await root.AskAsync(HttpMethod.Delete, "/api/members/main:eve");
        var after = await eve.GetJsonAsync(Flows);
        var again = await root.AskAsync(HttpMethod.Delete, "/api/members/main:eve");

        Assert.Equal((HttpStatusCode.OK, "main:root"), (put.Status, put.Text("changedBy")));
        Assert.Equal(HttpStatusCode.OK, seen.Status);
        Assert.Equal((HttpStatusCode.Forbidden, "Access.NotAllowed"), (written.Status, written.Code));
        Assert.Contains("main:eve", listed.Json.ToString(), StringComparison.Ordinal);
        Assert.Equal(
            [HttpStatusCode.NoContent, HttpStatusCode.Forbidden, HttpStatusCode.NotFound],
            [deleted.Status, after.Status, again.Status]
        );
    }

    [Theory]
    [InlineData("/api/members/nobody", """{"role":"viewer"}""")]
    [InlineData("/api/members/main:%C3%A4", """{"role":"viewer"}""")]
    [InlineData("/api/members/main:x", """{"role":"owner"}""")]
    [InlineData("/api/members/main:x", "{}")]
    [InlineData("/api/members/main:x", """{"role":"viewer","flows":"*"}""")]
    [InlineData("/api/members/main:x", """{"role":"viewer","permissions":["access.manage"]}""")]
    [InlineData("/api/members/main:x", """{"role":"viewer","workspace":"other"}""")]
    public async Task Member_ThatCannotBe_IsRefused(string path, string body)
    {
        var app = await fixture.Guarded;

        var answer = await app.Client(GuardedApp.Key).AskAsync(HttpMethod.Put, path, body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
    }

    [Fact]
    public async Task ApiKey_WorksUntilItIsRevoked_AndIsShownOnce()
    {
        var app = await fixture.Guarded;
        using var root = app.Client(GuardedApp.Key);
        var made = await root.PostJsonAsync("/api/api-keys", """{"name":"ci","role":"operator","expiresInDays":7}""");
        using var program = app.Client(made.Text("key"));

        var me = await program.GetJsonAsync("/api/me");
        var byHeader = await app.Client().AskAsync(HttpMethod.Get, Flows, headers: ("X-API-Key", made.Text("key")));
        var listed = await root.GetJsonAsync("/api/api-keys");
        var revoked = await root.AskAsync(HttpMethod.Delete, $"/api/api-keys/{made.Text("id")}");
        var after = await program.GetJsonAsync(Flows);

        Assert.Equal(HttpStatusCode.Created, made.Status);
        Assert.True(made.Response.Headers.CacheControl!.NoStore);
        Assert.Equal(($"key:{made.Text("id")}", "apiKey"), (me.Text("id"), me.Text("kind")));
        Assert.Equal(HttpStatusCode.OK, byHeader.Status);
        var row = listed
            .Json.GetProperty("items")
            .EnumerateArray()
            .Single(key => key.GetProperty("id").GetString() == made.Text("id"));
        Assert.False(row.TryGetProperty("key", out _));
        Assert.True(row.TryGetProperty("lastUsedAt", out _));
        Assert.Equal(HttpStatusCode.NoContent, revoked.Status);
        Assert.Equal((HttpStatusCode.Unauthorized, "Access.KeyInvalid"), (after.Status, after.Code));
    }

    [Fact]
    public async Task Stream_WhoseCallerLosesTheirRole_IsCutOff()
    {
        var app = await fixture.Guarded;
        using var root = app.Client(GuardedApp.Key, "streams");
        await root.AskAsync(HttpMethod.Put, "/api/members/main:reader", """{"role":"viewer"}""");
        using var client = app.Client(app.Token("reader"), "streams");
        using var stream = await EventReader.OpenAsync(client, "/api/events");
        var first = await stream.NextAsync();

        await root.AskAsync(HttpMethod.Delete, "/api/members/main:reader");

        Assert.Equal("ready", first!.Name);
        await Assert.ThrowsAnyAsync<IOException>(async () => await stream.NextAsync());
    }

    [Fact]
    public async Task ApiKey_PastItsEnd_IsRefused()
    {
        var app = await fixture.Guarded;
        var key = ApiKey.New();
        var now = TimeProvider.System.GetUtcNow();
        await app
            .App.Services.GetRequiredService<ApiKeyStore>()
            .AddAsync(new(ApiKey.IdOf(key.Hash), key.Hash, "old", new("default", "admin"), now.AddDays(-2), "x", now));

        var answer = await app.Client(key.Text).GetJsonAsync(Flows);

        Assert.Equal((HttpStatusCode.Unauthorized, "Access.KeyInvalid"), (answer.Status, answer.Code));
        Assert.DoesNotContain(key.Text[3..], key.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Workspace_IsOneOfTheCallers()
    {
        var app = await fixture.Guarded;
        using var root = app.Client(GuardedApp.Key, "red");
        await root.AskAsync(HttpMethod.Put, "/api/members/main:two", """{"role":"viewer"}""");
        using var blue = app.Client(GuardedApp.Key, "blue");
        await blue.AskAsync(HttpMethod.Put, "/api/members/main:two", """{"role":"viewer"}""");
        using var two = app.Client(app.Token("two"));

        var none = await two.GetJsonAsync(Flows);
        var chosen = await two.AskAsync(HttpMethod.Get, Flows, headers: ("X-Workspace", "red"));
        var byQuery = await two.GetJsonAsync("/api/me?workspace=blue");
        var other = await two.AskAsync(HttpMethod.Get, Flows, headers: ("X-Workspace", "green"));
        var invalid = await two.AskAsync(HttpMethod.Get, Flows, headers: ("X-Workspace", "../x"));

        Assert.Equal((HttpStatusCode.BadRequest, "Access.ChooseWorkspace"), (none.Status, none.Code));
        Assert.Equal((HttpStatusCode.OK, "blue"), (chosen.Status, byQuery.Text("workspace")));
        Assert.Equal((HttpStatusCode.Forbidden, "Access.NoRole"), (other.Status, other.Code));
        Assert.Equal((HttpStatusCode.BadRequest, "Access.WorkspaceInvalid"), (invalid.Status, invalid.Code));
    }

    [Fact]
    public async Task Role_ForSomeFlows_IsForThoseAlone()
    {
        var app = await fixture.Guarded;
        using var root = app.Client(GuardedApp.Key, "scoped");
        await root.PublishAsync(TestFlows.Twice("billing-a"));
        await root.PublishAsync(TestFlows.Twice("orders"));
        var run = (await root.PostJsonAsync("/api/flows/orders/runs?wait=10s", """{"n":1}""")).Text("id");
        using var scoped = app.Client(await app.NewKeyAsync("editor", "scoped", "billing-*"));

        Assert.Equal(HttpStatusCode.OK, (await scoped.GetJsonAsync("/api/flows/billing-a")).Status);
        Assert.Equal(HttpStatusCode.OK, (await scoped.GetJsonAsync("/api/runs?flow=billing-a")).Status);
        Assert.Equal(HttpStatusCode.OK, (await scoped.GetJsonAsync("/api/step-types")).Status);
        var listed = (await scoped.GetJsonAsync(Flows)).Json.ToString();
        Assert.Contains("billing-a", listed, StringComparison.Ordinal);
        Assert.DoesNotContain("orders", listed, StringComparison.Ordinal);
        foreach (
            var path in (string[])
                [
                    "/api/flows/orders",
                    "/api/runs",
                    "/api/runs?flow=orders",
                    "/api/runs?flow=billing-a&flow=orders",
                    $"/api/runs/{run}",
                    $"/api/runs/{run}/logs",
                    "/api/triggers/orders.x",
                    "/api/files/orders/a.txt",
                    "/api/files?prefix=orders/",
                    "/api/secrets",
                    "/api/approvals",
                ]
        )
        {
            var answer = await scoped.GetJsonAsync(path);
            Assert.True(answer.Status == HttpStatusCode.Forbidden, $"{path}: {answer.Status}");
        }
    }

    [Fact]
    public async Task Bulk_Delete_TakesMoreThanControl()
    {
        var app = await fixture.Guarded;
        using var client = app.Client(await app.NewKeyAsync("operator", "bulk"));

        var cancel = await client.PostJsonAsync("/api/runs/bulk", """{"action":"cancel","dryRun":true,"all":true}""");
        var delete = await client.PostJsonAsync("/api/runs/bulk", """{"action":"delete","dryRun":true,"all":true}""");

        Assert.NotEqual(HttpStatusCode.Forbidden, cancel.Status);
        Assert.Equal((HttpStatusCode.Forbidden, "Access.NotAllowed"), (delete.Status, delete.Code));
    }

    [Fact]
    public async Task Get_WhereNobodyIsConfigured_TellsWhatToSet()
    {
        await using var app = await FlowApp.StartAsync(
            new AppSettings
            {
                Storage = fixture.Azurite.ConnectionString,
                DataFolder = fixture.NewFolder(),
                Url = "http://127.0.0.1:0",
                Access = new AccessSettings(),
            }
        );
        using var client = new HttpClient { BaseAddress = new Uri(app.Address) };

        var answer = await client.GetJsonAsync(Flows);
        using var health = await client.GetAsync("/healthz");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "Access.NotConfigured"), (answer.Status, answer.Code));
        Assert.Contains("Access__Issuer", answer.Text("detail"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
    }

    [Theory]
    [InlineData("X-Forwarded-For", "203.0.113.7")]
    [InlineData("X-Forwarded-Host", "app.example.org")]
    [InlineData("Forwarded", "for=203.0.113.7")]
    [InlineData("X-Real-IP", "203.0.113.7")]
    public async Task Local_WhatAProxyHandsOn_IsNobodyOfThisMachine(string header, string value)
    {
        var answer = await fixture.Client.AskAsync(HttpMethod.Get, Flows, headers: (header, value));

        Assert.Equal((HttpStatusCode.Unauthorized, "Access.SignInNeeded"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Local_IsSignedInByItself_ButNotForPagesOfOthers()
    {
        var me = await fixture.Client.GetJsonAsync("/api/me");
        var crossSite = await fixture.Client.AskAsync(HttpMethod.Get, Flows, headers: ("Sec-Fetch-Site", "cross-site"));
        var wrongKey = await fixture.Client.AskAsync(HttpMethod.Get, Flows, headers: ("Authorization", "Bearer ff_x"));

        Assert.Equal(("local", "local", "default"), (me.Text("id"), me.Text("kind"), me.Text("workspace")));
        Assert.NotEmpty(me.Text("note"));
        Assert.Equal([HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized], [crossSite.Status, wrongKey.Status]);
    }
}
