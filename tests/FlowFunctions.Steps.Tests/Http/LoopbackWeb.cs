using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Steps.Tests.Http;

/// <summary>A web server on two free ports of loopback, with and without TLS (a certificate that nobody trusts).</summary>
internal sealed class LoopbackWeb : IAsyncDisposable
{
    private readonly X509Certificate2 _certificate;
    private readonly WebApplication _app;

    private LoopbackWeb(string host)
    {
        _certificate = SelfSigned(host);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(_certificate));
        });
        _app = builder.Build();
    }

    /// <summary>Starts one.</summary>
    /// <param name="host">The name that its certificate is for.</param>
    /// <param name="map">Adds what it answers.</param>
    public static async Task<LoopbackWeb> StartAsync(string host, Action<WebApplication> map)
    {
        var web = new LoopbackWeb(host);
        map(web._app);
        await web._app.StartAsync();
        return web;
    }

    /// <summary>Where it listens.</summary>
    /// <param name="scheme"><c>http:</c> or <c>https:</c>.</param>
    public string Address(string scheme) =>
        _app.Urls.Single(url => url.StartsWith(scheme, ignoreCase: true, CultureInfo.InvariantCulture));

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _certificate.Dispose();
    }

    private static X509Certificate2 SelfSigned(string host)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256);
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
