using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using FlowFunctions.App.Access;
using FlowFunctions.App.Hosting;
using FlowFunctions.App.Site;
using FlowFunctions.App.Tests.Apps;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.App.Tests.Site;

[Collection(nameof(AppTests))]
public sealed class SiteTests(AppFixture fixture) : IAsyncLifetime
{
    private const string Script = "console.log('the builder')";
    private static readonly JsonSerializerOptions Written = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private FlowApp? _app;
    private HttpClient? _client;

    public async Task InitializeAsync()
    {
        var site = fixture.NewFolder();
        Write(site, "index.html", "<!doctype html><title>Builder</title>");
        Write(site, "assets/app-1a2b.js", Script);
        Write(site, "assets/app-1a2b.js.br", Brotli(Script));
        Write(site, ".sources", "0123");
        Write(site, "staticwebapp.config.json", "{}");
        Write(Path.GetDirectoryName(site)!, "secret.txt", "secret");
        _app = await FlowApp.StartAsync(
            new AppSettings
            {
                Storage = fixture.Azurite.ConnectionString,
                DataFolder = fixture.NewFolder(),
                Url = "http://127.0.0.1:0",
                SiteFolder = site,
            }
        );
        _client = new HttpClient { BaseAddress = new Uri(_app.Address) };
    }

    public async Task DisposeAsync()
    {
        _client?.Dispose();
        await _app!.DisposeAsync();
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/flows/order-intake")]
    [InlineData("/runs/zybr35jy3vxgg4xaj34mxys6tb")]
    public async Task Get_APage_IsTheIndexThatIsAskedForEachTime(string path)
    {
        using var answer = await _client!.GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/html; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal("no-cache", answer.Headers.CacheControl!.ToString());
        Assert.All(
            new SiteHeaders(AccessSettings.Local).All,
            header => Assert.Equal([header.Value], answer.Headers.GetValues(header.Key))
        );
        Assert.Contains("Builder", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_AFileWithAHashInItsName_IsKeptForEver()
    {
        using var answer = await _client!.GetAsync("/assets/app-1a2b.js");

        Assert.Equal(Script, await answer.Content.ReadAsStringAsync());
        Assert.Equal(TimeSpan.FromDays(365), answer.Headers.CacheControl!.MaxAge);
        Assert.Equal("text/javascript; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal(["Accept-Encoding"], answer.Headers.Vary);
    }

    [Theory]
    [InlineData("br", true)]
    [InlineData("gzip, br;q=0.5", true)]
    [InlineData("gzip, br;q=0", false)]
    [InlineData("gzip", false)]
    public async Task Get_ACompressedForm_GoesToThoseWhoTakeIt(string accepted, bool isCompressed)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/assets/app-1a2b.js");
        request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);

        using var answer = await _client!.SendAsync(request);

        Assert.Equal(isCompressed ? ["br"] : [], answer.Content.Headers.ContentEncoding);
        var body = await answer.Content.ReadAsByteArrayAsync();
        Assert.Equal(isCompressed ? Brotli(Script) : Encoding.UTF8.GetBytes(Script), body);
    }

    [Fact]
    public async Task Get_WhatIsKnown_Answers304()
    {
        using var first = await _client!.GetAsync("/");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        using var answer = await _client!.SendAsync(request);

        Assert.Equal(HttpStatusCode.NotModified, answer.StatusCode);
    }

    [Fact]
    public async Task Head_AFile_HasNoBody()
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, "/assets/app-1a2b.js");
        using var answer = await _client!.SendAsync(request);

        Assert.Equal((HttpStatusCode.OK, Script.Length), (answer.StatusCode, answer.Content.Headers.ContentLength));
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("/assets/other.js")]
    [InlineData("/..%2fsecret.txt")]
    [InlineData("/%2e%2e/secret.txt")]
    [InlineData("/assets/..%5c..%5csecret.txt")]
    [InlineData("/.sources")]
    [InlineData("/staticwebapp.config.json")]
    [InlineData("/api/unknown")]
    [InlineData("/api")]
    [InlineData("/hooks/default/unknown", "Webhook.NotFound")]
    public async Task Get_WhatIsNoFile_IsAProblem(string path, string code = "Route.NotFound")
    {
        var answer = await _client!.GetJsonAsync(path);

        Assert.Equal((HttpStatusCode.NotFound, code), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Post_APage_IsRefused()
    {
        var answer = await _client!.PostJsonAsync("/flows");

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.Status);
    }

    [Fact]
    public void Headers_AreThoseThatAzureStaticWebAppsSends()
    {
        var sources = Path.Combine(AppFixture.AzuriteFolder, "..", "..", "static-web");
        var config = JsonElement.Parse(File.ReadAllText(Path.Combine(sources, "public", "staticwebapp.config.json")));

        var sent = config.GetProperty("globalHeaders").EnumerateObject();

        Assert.Equal(
            new SiteHeaders(AccessSettings.Local)
                .All.Append(new("cache-control", "no-cache"))
                .OrderBy(static header => header.Key),
            sent.Select(static header => KeyValuePair.Create(header.Name, header.Value.GetString()!))
                .OrderBy(static header => header.Key)
        );
    }

    [Fact]
    public void Headers_OfAnAppWithProviders_LetPagesAskThoseOnly()
    {
        var access = new AccessSettings
        {
            Issuers =
            [
                new("main", "https://login.example.org/realm", ["flows"]) { Origins = ["https://tokens.example.org"] },
                new("entra", "https://login.microsoftonline.com/{tenantid}/v2.0", ["flows"])
                {
                    DiscoveryAddress = "https://mirror.example.org",
                },
            ],
        };

        var policy = new SiteHeaders(access).All["content-security-policy"];

        Assert.Contains(
            "connect-src 'self' https://login.example.org https://tokens.example.org https://login.microsoftonline.com;",
            policy,
            StringComparison.Ordinal
        );
        Assert.Equal(
            new SiteHeaders(AccessSettings.Local).All["content-security-policy"],
            policy.Replace(
                " https://login.example.org https://tokens.example.org https://login.microsoftonline.com",
                "",
                StringComparison.Ordinal
            )
        );
    }

    /// <summary>The builder's types are made from this file. FLOW_UPDATE_DOCS=1 writes it anew.</summary>
    [Fact]
    public async Task OpenApi_IsTheOneThatTheBuilderWasMadeFor()
    {
        var file = Path.Combine(AppFixture.AzuriteFolder, "..", "..", "static-web", "openapi.json");
        var served = JsonNode.Parse(await fixture.Client.GetStringAsync("/api/openapi.json"))!.AsObject();
        served.Remove("servers");
        if (Environment.GetEnvironmentVariable("FLOW_UPDATE_DOCS") == "1")
        {
            await File.WriteAllTextAsync(file, served.ToJsonString(Written) + "\n");
        }

        var known = JsonNode.Parse(await File.ReadAllTextAsync(file));
        Assert.True(
            JsonNode.DeepEquals(known, served),
            "static-web/openapi.json is not what the app serves. FLOW_UPDATE_DOCS=1 dotnet test tests/FlowFunctions.App.Tests --filter SiteTests writes it."
        );
    }

    [Fact]
    public async Task Get_WithoutABuild_SaysWhatIsMissing()
    {
        var answer = await fixture.Client.GetJsonAsync("/");

        Assert.Equal((HttpStatusCode.NotFound, "Site.NotBuilt"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Get_WhileTheSiteIsBeingBuilt_AsksAgainUntilItIsThere()
    {
        var site = _app!.Services.GetRequiredService<SiteSource>();
        var files = site.Current.Files!;
        site.Building();

        using var answer = await GetPageAsync();
        var problem = await _client!.GetJsonAsync("/");
        site.Serve(files);
        using var page = await GetPageAsync();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(3), answer.Headers.RetryAfter!.Delta);
        Assert.All(
            new SiteHeaders(AccessSettings.Local).All,
            header => Assert.Equal([header.Value], answer.Headers.GetValues(header.Key))
        );
        var html = await answer.Content.ReadAsStringAsync();
        Assert.Contains("<meta http-equiv=\"refresh\" content=\"3\">", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "Site.Building"), (problem.Status, problem.Code));
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    [Fact]
    public async Task Get_AfterAFailedBuild_IsWhatThereWasBefore()
    {
        var site = _app!.Services.GetRequiredService<SiteSource>();
        site.Building();
        site.Fail("npm was not found.");

        using var page = await GetPageAsync();

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    [Fact]
    public void Fail_WithoutAnOlderBuild_SaysWhyAndDoesNotAskAgain()
    {
        var site = new SiteSource(null);
        site.Building();
        site.Fail("npm was not found.");

        Assert.False(site.IsComing);
        Assert.Equal("Site.NotBuilt", site.Current.Why!.Code);
        Assert.Contains("npm was not found. ", site.Current.Why.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_AFolderWhoseFilesGo_IsNoBuild()
    {
        var folder = fixture.NewFolder();
        Write(folder, "index.html", "<!doctype html>");
        Assert.NotNull(SiteMap.Read(folder));
        File.CreateSymbolicLink(Path.Combine(folder, "app.js"), Path.Combine(folder, "gone.js"));

        Assert.Null(SiteMap.Read(folder));
    }

    private async Task<HttpResponseMessage> GetPageAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Accept.ParseAdd("text/html,application/xhtml+xml,*/*;q=0.8");
        return await _client!.SendAsync(request);
    }

    private static byte[] Brotli(string text)
    {
        using var buffer = new MemoryStream();
        using (var brotli = new BrotliStream(buffer, CompressionLevel.Fastest))
        {
            brotli.Write(Encoding.UTF8.GetBytes(text));
        }

        return buffer.ToArray();
    }

    private static void Write(string folder, string name, string text) =>
        Write(folder, name, Encoding.UTF8.GetBytes(text));

    private static void Write(string folder, string name, byte[] content)
    {
        var file = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, content);
    }
}
