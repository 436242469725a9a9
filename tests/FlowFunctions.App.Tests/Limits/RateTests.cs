using System.Net;
using FlowFunctions.App.Limits;
using FlowFunctions.App.Tests.Access;
using FlowFunctions.App.Tests.Apps;
using FlowFunctions.App.Tests.Events;
using FlowFunctions.App.Tests.Triggers.Webhooks;

namespace FlowFunctions.App.Tests.Limits;

[Collection(nameof(AppTests))]
public sealed class RateTests(AppFixture fixture)
{
    private const string Path = "/api/flows";
    private const string Code = "Access.RateLimited";

    [Fact]
    public async Task Get_MoreThanTheCallerMay_IsRefusedUntilTimeHasPassed()
    {
        var time = LimitedApp.StandingClock();
        await using var app = await LimitedApp.StartAsync(fixture, time, null, (LimitKind.CallerRequests, 3));
        using var client = app.Client(GuardedApp.Key, "rates");

        var first = await client.GetJsonAsync(Path);
        await client.GetJsonAsync(Path);
        await client.GetJsonAsync(Path);
        var refused = await client.GetJsonAsync(Path);
        time.MoveOn(TimeSpan.FromSeconds(1));
        var after = await client.GetJsonAsync(Path);

        Assert.Equal((HttpStatusCode.OK, "\"caller\";r=2;t=1"), (first.Status, first.Header("RateLimit")));
        Assert.Equal("\"caller\";q=3;w=1", first.Header("RateLimit-Policy"));
        Assert.Equal((HttpStatusCode.TooManyRequests, Code), (refused.Status, refused.Code));
        Assert.Equal(
            ("1", "\"caller\";r=0;t=1", "\"caller\";q=3;w=1"),
            (refused.Header("Retry-After"), refused.Header("RateLimit"), refused.Header("RateLimit-Policy"))
        );
        Assert.Equal(HttpStatusCode.OK, after.Status);
    }

    [Fact]
    public async Task Get_OfOneCaller_DoesNotHoldAnotherUp()
    {
        await using var app = await LimitedApp.StartAsync(
            fixture,
            LimitedApp.StandingClock(),
            null,
            (LimitKind.CallerRequests, 5),
            (LimitKind.WorkspaceRequests, 10)
        );
        using var greedy = app.Client(app.Token("greedy", "FlowFunctions.Viewer"));
        using var modest = app.Client(app.Token("modest", "FlowFunctions.Viewer"));

        var many = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => greedy.GetJsonAsync(Path)));
        var few = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => modest.GetJsonAsync(Path)));

        Assert.Equal(5, many.Count(static answer => answer.Status == HttpStatusCode.OK));
        Assert.All(few, static answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
    }

    [Fact]
    public async Task Get_OfOneWorkspace_DoesNotHoldAnotherUp()
    {
        await using var app = await LimitedApp.StartAsync(
            fixture,
            LimitedApp.StandingClock(),
            null,
            (LimitKind.WorkspaceRequests, 4)
        );
        using var one = app.Client(GuardedApp.Key, "rates-one");
        using var other = app.Client(GuardedApp.Key, "rates-other");

        var many = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => one.GetJsonAsync(Path)));
        var few = await other.GetJsonAsync(Path);

        Assert.Equal(4, many.Count(static answer => answer.Status == HttpStatusCode.OK));
        Assert.Equal((HttpStatusCode.OK, "\"workspace\";r=3;t=1"), (few.Status, few.Header("RateLimit")));
    }

    [Fact]
    public async Task Get_WithWrongKeysFromAnAddress_IsRefusedSoonerThanRightOnes()
    {
        await using var app = await LimitedApp.StartAsync(fixture, LimitedApp.StandingClock(), 2);
        using var wrong = app.Client("ff_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
        using var right = app.Client(GuardedApp.Key);

        var codes = new List<string>();
        for (var attempt = 0; attempt < 3; attempt++)
        {
            codes.Add((await wrong.GetJsonAsync(Path)).Code);
        }

        Assert.Equal(["Access.KeyInvalid", "Access.KeyInvalid", Code], codes);
        Assert.Equal(HttpStatusCode.OK, (await right.GetJsonAsync(Path)).Status);
    }

    [Theory]
    [InlineData("/hooks/default/nothing", HttpStatusCode.NotFound)]
    [InlineData("/healthz", HttpStatusCode.OK)]
    public async Task Get_WithoutSigningIn_IsCountedByAddressWhereSomethingIsProved(string path, HttpStatusCode status)
    {
        await using var app = await LimitedApp.StartAsync(fixture, LimitedApp.StandingClock(), 1);
        using var client = app.Client();

        var first = await client.GetJsonAsync(path);
        var second = await client.GetJsonAsync(path);

        Assert.Equal(status, first.Status);
        Assert.Equal(path == "/healthz" ? status : HttpStatusCode.TooManyRequests, second.Status);
    }

    [Fact]
    public async Task Post_ToAWebhookMoreThanItsWorkspaceMay_IsRefused()
    {
        await using var app = await LimitedApp.StartAsync(fixture, LimitedApp.StandingClock());
        using var client = app.Client(GuardedApp.Key, "hooked");
        var hook = await client.HookAsync();
        await client.AskAsync(HttpMethod.Put, "/api/limits/workspaceRequests", """{"value":1}""");
        using var sender = app.Client();

        var first = await sender.PostJsonAsync($"/hooks/hooked/{hook}", "{}");
        var second = await sender.PostJsonAsync($"/hooks/hooked/{hook}", "{}");

        Assert.Equal(HttpStatusCode.Accepted, first.Status);
        Assert.Equal((HttpStatusCode.TooManyRequests, Code), (second.Status, second.Code));
    }

    [Fact]
    public async Task Stream_MoreThanTheCallerMayHaveOpen_IsRefusedUntilOneEnds()
    {
        await using var app = await LimitedApp.StartAsync(fixture, null, null, (LimitKind.OpenStreams, 1));
        using var client = app.Client(GuardedApp.Key);
        using var other = app.Client(app.Token("other", "FlowFunctions.Viewer"));
        const string Events = "/api/events";

        using (await EventReader.OpenAsync(client, Events))
        {
            var refused = await client.GetJsonAsync(Events);
            Assert.Equal(
                (HttpStatusCode.TooManyRequests, "Limits.OpenStreams", "5"),
                (refused.Status, refused.Code, refused.Header("Retry-After"))
            );
            using var another = await EventReader.OpenAsync(other, Events);
            Assert.True(another.Response.IsSuccessStatusCode);
        }

        await client.UntilAsync(
            $"{Events}?after=0-0&wait=0s",
            static answer => answer.Status != HttpStatusCode.TooManyRequests
        );
    }

    [Fact]
    public async Task Get_InLocalMode_HasNoLimitOfRates()
    {
        var answer = await fixture.Client.GetJsonAsync(Path);

        Assert.Null(answer.Header("RateLimit"));
        Assert.Null(answer.Header("RateLimit-Policy"));
    }
}
