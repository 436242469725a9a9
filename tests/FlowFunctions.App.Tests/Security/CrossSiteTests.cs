using System.Net;
using System.Text;
using FlowFunctions.App.Access.SignIn;
using FlowFunctions.App.Hosting;
using FlowFunctions.App.Tests.Apps;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.App.Tests.Security;

/// <summary>What a page of another site makes a browser on this machine send to an app that asks nobody who they are.</summary>
[Collection(nameof(AppTests))]
public sealed class CrossSiteTests(AppFixture fixture) : IAsyncLifetime
{
    private FlowApp? _app;
    private HttpClient? _client;

    public async Task InitializeAsync()
    {
        _app = await fixture.StartAppAsync(
            fixture.NewFolder(),
            static builder => builder.Services.AddSingleton<IStartupFilter, LocalCallers>()
        );
        _client = new HttpClient { BaseAddress = new Uri(_app.Address) };
    }

    public async Task DisposeAsync()
    {
        _client!.Dispose();
        await _app!.DisposeAsync();
    }

    [Theory]
    [InlineData("Host", "evil.example")]
    [InlineData("Host", "localhost.evil.example")]
    [InlineData("Host", "127.0.0.1.nip.example:7071")]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "http://localhost.evil.example")]
    [InlineData("Origin", "http://localhost@evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    public async Task Request_OfAPageElsewhere_ReadsAndChangesNothing(string header, string value)
    {
        var flow = AppFixture.NewId("cross-site");

        var read = await SendAsync(HttpMethod.Get, "/api/flows", null, header, value);
        var written = await SendAsync(HttpMethod.Post, "/api/flows", TestFlows.Twice(flow), header, value);

        Assert.Contains(read, (HttpStatusCode[])[HttpStatusCode.Forbidden, HttpStatusCode.Unauthorized]);
        Assert.Equal(read, written);
        Assert.Equal(HttpStatusCode.NotFound, (await _client!.GetJsonAsync($"/api/flows/{flow}")).Status);
    }

    [Theory]
    [InlineData("Host", "localhost:7071")]
    [InlineData("Host", "[::1]:7071")]
    [InlineData("Origin", "http://127.0.0.1:7071")]
    [InlineData("Sec-Fetch-Site", "same-origin")]
    public async Task Request_OfThisMachine_IsServed(string header, string value) =>
        Assert.Equal(HttpStatusCode.OK, await SendAsync(HttpMethod.Get, "/api/flows", null, header, value));

    private async Task<HttpStatusCode> SendAsync(
        HttpMethod method,
        string path,
        string? body,
        string header,
        string value
    )
    {
        using var request = new HttpRequestMessage(method, path);

        // What a form of any page may send without asking first.
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "text/plain");
        request.Headers.TryAddWithoutValidation(header, value);
        using var response = await _client!.SendAsync(request);
        return response.StatusCode;
    }
}
