using FlowFunctions.Steps.Tests.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace FlowFunctions.Runners.Tests.Egress;

/// <summary>A real web server on loopback, with and without TLS, that says what it was asked.</summary>
public sealed class Site : IAsyncLifetime
{
    private LoopbackWeb? _web;

    public int HttpPort => Port("http:");

    public int HttpsPort => Port("https:");

    public string Http => $"http://site.test:{HttpPort}";

    public string Https => $"https://site.test:{HttpsPort}";

    public async Task InitializeAsync() =>
        _web = await LoopbackWeb.StartAsync(
            "site.test",
            static app =>
            {
                app.Map("/echo", EchoAsync);
                app.Map("/large", LargeAsync);
            }
        );

    public async Task DisposeAsync() => await _web!.DisposeAsync();

    private static async Task EchoAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        var headers = string.Join(',', context.Request.Headers.Keys.Order(StringComparer.Ordinal));
        await context.Response.WriteAsync(
            $"{context.Request.Method} {context.Request.Scheme} {context.Request.Host.Host} {context.Request.QueryString} [{body}] {headers}"
        );
    }

    private static async Task LargeAsync(HttpContext context)
    {
        var megabyte = new byte[1024 * 1024];
        megabyte.AsSpan().Fill((byte)'x');
        for (var count = 0; count < 20; count++)
        {
            await context.Response.Body.WriteAsync(megabyte);
        }
    }

    private int Port(string scheme) => new Uri(_web!.Address(scheme)).Port;
}

[CollectionDefinition(Name)]
public sealed class SiteCollection : ICollectionFixture<Site>
{
    public const string Name = "Site";
}
