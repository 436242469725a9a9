using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace FlowFunctions.Steps.Http;

/// <summary>
/// The connections that all <c>http</c> steps share, or all callbacks. Redirects are not followed. An address is checked when it is connected to, after its name was resolved:
/// a name that resolves to another address the next time gains nothing. No proxy of the system is used, since then the proxy and not
/// this code would decide which address is reached.
/// </summary>
public sealed class HttpConnections : IDisposable
{
    // Long enough to reuse connections, short enough to follow a name that moves.
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(2);

    private readonly HttpStepOptions _options;
    private readonly HttpMessageInvoker _verifying;
    private readonly Lazy<HttpMessageInvoker> _trusting;

    /// <param name="options">Which addresses may be reached.</param>
    public HttpConnections(HttpStepOptions options)
    {
        _options = options;
        _verifying = Create(new SslClientAuthenticationOptions());
        _trusting = new(() => Create(AnyCertificate()));
    }

    /// <summary>Sends a request; the response's body is still to be read.</summary>
    /// <param name="request">The request.</param>
    /// <param name="verify">Whether the server's certificate is checked.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="AddressRefusedException">As the cause of a failure: the host has no address that may be reached.</exception>
    public Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        bool verify,
        CancellationToken cancellationToken
    ) => (verify ? _verifying : _trusting.Value).SendAsync(request, cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        _verifying.Dispose();
        if (_trusting.IsValueCreated)
        {
            _trusting.Value.Dispose();
        }
    }

    [SuppressMessage("Security", "CA5359", Justification = "The flow's author asks for it by name: tls.verify off.")]
    private static SslClientAuthenticationOptions AnyCertificate() =>
        new() { RemoteCertificateValidationCallback = static (_, _, _, _) => true };

    private HttpMessageInvoker Create(SslClientAuthenticationOptions tls) =>
        new(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                AutomaticDecompression = DecompressionMethods.All,
                ConnectCallback = ConnectAsync,
                PooledConnectionLifetime = Lifetime,
                SslOptions = tls,
                UseCookies = false,
                UseProxy = false,
            },
            disposeHandler: true
        );

    private async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context,
        CancellationToken cancellationToken
    )
    {
        var addresses = await ResolveAsync(context.DnsEndPoint.Host, cancellationToken);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        var addresses = IPAddress.TryParse(host, out var literal)
            ? [literal]
            : await _options.Resolve(host, cancellationToken);
        if (addresses.Length == 0)
        {
            throw new SocketException((int)SocketError.HostNotFound);
        }

        var allowed = Array.FindAll(addresses, one => NetworkAddress.IsAllowed(one, _options.AllowPrivateNetwork));
        return allowed.Length > 0 ? allowed : throw new AddressRefusedException(host);
    }
}

/// <summary>A host has no address that may be reached.</summary>
/// <param name="host">The host.</param>
[SuppressMessage("Design", "CA1032", Justification = "It always names a host.")]
public sealed class AddressRefusedException(string host)
    : Exception(
        $"The address of {host} is in a private network or a cloud's metadata service, which this installation refuses."
    );
