using System.Net;
using System.Security.Cryptography;
using System.Text;
using FlowFunctions.App.Access;
using FlowFunctions.App.Hosting;
using FlowFunctions.App.Tests.Access;
using FlowFunctions.App.Tests.Access.Audit;
using FlowFunctions.App.Tests.Apps;

namespace FlowFunctions.App.Tests.Security;

/// <summary>Headers, cookies and CORS: of each operation, and of what is not the API.</summary>
[Collection(nameof(AppTests))]
public sealed class AnswerHeaderTests(AppFixture fixture)
{
    private const string Proxied = "X-Forwarded-Proto";

    [Fact]
    public async Task Answer_OfEachOperation_IsNoPageAndNobodyElses()
    {
        var app = await fixture.Guarded;
        using var client = app.Client(GuardedApp.Key, "headers");
        var wrong = new List<string>();
        foreach (var operation in await Operation.ReadAsync(fixture.Client))
        {
            using var request = new HttpRequestMessage(
                operation.Method,
                operation.With(static name => name == "version" ? "1" : $"headers-{name}")
            );
            request.Headers.Add("Origin", "https://evil.example");
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            wrong.AddRange(WrongOf(response).Select(why => $"{operation.Method} {operation.Path}: {why}"));
        }

        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/healthz")]
    [InlineData("/metrics")]
    [InlineData("/api/nothing")]
    [InlineData("/approvals/nothing")]
    [InlineData("/hooks/default/nothing")]
    [InlineData("/nothing.html")]
    public async Task Answer_OfOtherPaths_IsNosniffAndSetsNothing(string path)
    {
        using var response = await fixture.Client.GetAsync(path);

        Assert.Equal("nosniff", Header(response, "X-Content-Type-Options"));
        Assert.Equal("no-referrer", Header(response, "Referrer-Policy"));
        Assert.DoesNotContain(response.Headers, static header => IsForbidden(header.Key));
    }

    [Fact]
    public async Task Preflight_OfAnotherSite_IsAllowedNothing()
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, "/api/flows");
        request.Headers.Add("Origin", "https://evil.example");
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "authorization");
        using var response = await (await fixture.Guarded).Client().SendAsync(request);

        Assert.False(response.IsSuccessStatusCode);
        Assert.DoesNotContain(response.Headers, static header => IsForbidden(header.Key));
    }

    [Fact]
    public async Task Proxy_OfTheSettings_IsBelieved_AndNobodyElse()
    {
        await using var behind = await StartAsync([IPNetwork.Parse("127.0.0.0/8")]);
        await using var alone = await StartAsync([]);

        foreach (var (app, isBelieved) in ((FlowApp, bool)[])[(behind, true), (alone, false)])
        {
            using var client = new HttpClient { BaseAddress = new Uri(app.Address) };
            client.DefaultRequestHeaders.Authorization = new("Bearer", GuardedApp.Key);
            client.DefaultRequestHeaders.Add("X-Workspace", AppFixture.NewId("proxies"));
            (string, string)[] headers = [(Proxied, "https"), ("X-Forwarded-For", "6.6.6.6, 192.0.2.7")];
            var answer = await client.AskAsync(HttpMethod.Put, "/api/members/main:x", """{"role":"viewer"}""", headers);
            var entry = (await client.AuditAsync())[0];

            Assert.Equal(isBelieved, answer.Response.Headers.Contains("Strict-Transport-Security"));
            Assert.Equal(isBelieved ? "192.0.2.7" : "127.0.0.1", entry.Text("from"));
        }
    }

    private static IEnumerable<string> WrongOf(HttpResponseMessage response)
    {
        if (
            Header(response, "X-Content-Type-Options") != "nosniff"
            || Header(response, "Referrer-Policy") != "no-referrer"
        )
        {
            yield return "nosniff or Referrer-Policy is missing";
        }

        if (!Header(response, "Content-Security-Policy").Contains("sandbox", StringComparison.Ordinal))
        {
            yield return "a browser would show it as a page";
        }

        if (response.Headers.CacheControl is not { NoStore: true } and not { NoCache: true })
        {
            yield return $"it may be kept: {response.Headers.CacheControl}";
        }

        foreach (var header in response.Headers.Where(static header => IsForbidden(header.Key)))
        {
            yield return $"it sends {header.Key}";
        }
    }

    private static bool IsForbidden(string header) =>
        header.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase)
        || header is "Set-Cookie" or "Server" or "X-Powered-By";

    private static string Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : "";

    private Task<FlowApp> StartAsync(IReadOnlyList<IPNetwork> proxies) =>
        FlowApp.StartAsync(
            new AppSettings
            {
                Storage = fixture.Azurite.ConnectionString,
                DataFolder = fixture.NewFolder(),
                Url = "http://127.0.0.1:0",
                Access = new AccessSettings
                {
                    KeyHash = SHA256.HashData(Encoding.UTF8.GetBytes(GuardedApp.Key)),
                    Proxies = proxies,
                },
            }
        );
}
