using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Runners.Tests.Egress;

/// <summary>A real web server on loopback, with and without TLS, that says what it was asked.</summary>
public sealed class Site : IAsyncLifetime
{
    private readonly X509Certificate2 _certificate = SelfSigned();
    private WebApplication? _app;

    public int HttpPort => Port("http:");

    public int HttpsPort => Port("https:");

    public string Http => $"http://site.test:{HttpPort}";

    public string Https => $"https://site.test:{HttpsPort}";

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(_certificate));
        });
        _app = builder.Build();
        _app.Map("/echo", EchoAsync);
        _app.Map("/large", LargeAsync);
        await _app.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _app!.DisposeAsync();
        _certificate.Dispose();
    }

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

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=site.test", key, HashAlgorithmName.SHA256);
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    private int Port(string scheme) =>
        new Uri(_app!.Urls.Single(url => url.StartsWith(scheme, ignoreCase: true, CultureInfo.InvariantCulture))).Port;
}

[CollectionDefinition(Name)]
public sealed class SiteCollection : ICollectionFixture<Site>
{
    public const string Name = "Site";
}
