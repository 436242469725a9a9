using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Azure.Core.Pipeline;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Secrets.Tests.Vaults.KeyVault;

/// <summary>
/// An HTTPS server at the address of a vault that speaks its REST contract: challenge, versions, tags, soft delete, pages and errors. Only
/// the way to it is the test's own: the name is connected to this machine, and its certificate is trusted there.
/// </summary>
internal sealed class VaultServer : IAsyncDisposable
{
    private readonly X509Certificate2 _certificate;
    private readonly ConcurrentQueue<VaultRequest> _requests = new();
    private readonly ConcurrentQueue<Func<HttpResponse, Task>> _failures = new();
    private readonly WebApplication _web;
    private HttpClient? _client;

    private VaultServer()
    {
        _certificate = CreateCertificate(Address.Host);
        Contents = new(Address);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0, Secure));
        _web = builder.Build();
        _web.Run(AnswerAsync);
    }

    /// <summary>Its address; another one for each, because the library remembers the challenge of an address.</summary>
    public Uri Address { get; } = new($"https://v{Guid.NewGuid():n}.vault.azure.net");

    /// <summary>What it holds.</summary>
    public VaultContents Contents { get; }

    /// <summary>All requests so far.</summary>
    public IReadOnlyList<VaultRequest> Requests => [.. _requests];

    /// <summary>Requests with a token.</summary>
    public int Calls => _requests.Count(static request => request.Token is not null);

    public static async Task<VaultServer> StartAsync()
    {
        var server = new VaultServer();
        await server._web.StartAsync();
        return server;
    }

    /// <summary>The way to it.</summary>
    public HttpPipelineTransport Transport => new HttpClientTransport(_client ??= Connect());

    /// <summary>The next request with a token is answered so.</summary>
    public void FailNext(int status, string code = "Failed", string? retryAfter = null, int times = 1)
    {
        for (var i = 0; i < times; i++)
        {
            _failures.Enqueue(async response =>
            {
                response.StatusCode = status;
                if (retryAfter is not null)
                {
                    response.Headers["retry-after-ms"] = retryAfter;
                }

                await VaultContents.WriteErrorAsync(response, code);
            });
        }
    }

    /// <summary>The next request with a token is answered when the signal comes.</summary>
    public void HoldNext(Task signal) => _failures.Enqueue(_ => signal);

    /// <summary>From now on nobody answers.</summary>
    public Task StopAsync() => _web.StopAsync();

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        await _web.DisposeAsync();
        _certificate.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var request = await VaultRequest.ReadAsync(context.Request);
        _requests.Enqueue(request);
        if (request.Token != FixedCredential.Token)
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            context.Response.Headers.WWWAuthenticate =
                "Bearer authorization=\"https://login.microsoftonline.com/11112222-3333-4444-5555-666677778888\", resource=\"https://vault.azure.net\"";
            await VaultContents.WriteErrorAsync(context.Response, "Unauthorized");
            return;
        }

        if (_failures.TryDequeue(out var fail))
        {
            await fail(context.Response);
            if (context.Response.HasStarted)
            {
                return;
            }
        }

        await Contents.AnswerAsync(request, context.Response);
    }

    private void Secure(ListenOptions options) => options.UseHttps(_certificate);

    private HttpClient Connect()
    {
        var port = new Uri(_web.Urls.First()).Port;
        return new HttpClient(
            new SocketsHttpHandler
            {
                ConnectCallback = async (_, cancellationToken) =>
                {
                    var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                    await socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
                    return new NetworkStream(socket, ownsSocket: true);
                },
                SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = IsTrusted },
            }
        );
    }

    private bool IsTrusted(object sender, X509Certificate? shown, X509Chain? chain, SslPolicyErrors errors) =>
        shown?.GetCertHashString() == _certificate.GetCertHashString()
        && !errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch);

    private static X509Certificate2 CreateCertificate(string host)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        var now = DateTimeOffset.UtcNow;
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null);
    }
}
