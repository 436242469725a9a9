using System.Text.Json;
using FlowFunctions.App.Access.Tokens.Jose;

namespace FlowFunctions.App.Access.Tokens.Issuers;

/// <summary>Asks issuers for their description and keys.</summary>
/// <param name="handler">What connects; redirects are not followed.</param>
/// <param name="time">The clock.</param>
internal sealed class IssuerClient(HttpMessageHandler handler, TimeProvider time) : IDisposable
{
    private const int MaxBytes = 512 * 1024;
    private const int Tries = 3;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly HttpClient _http = new(handler, disposeHandler: true)
    {
        Timeout = TimeSpan.FromSeconds(5),
        MaxResponseContentBufferSize = MaxBytes,
    };

    /// <summary>What connects where nothing else is said.</summary>
    public static SocketsHttpHandler NewHandler() =>
        new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };

    /// <summary>Asks an issuer.</summary>
    /// <exception cref="IssuerException">It does not answer, or with something else.</exception>
    public async Task<OpenIdConnectConfiguration> ReadAsync(IssuerSettings settings)
    {
        try
        {
            var described = await GetAsync(settings.Discovery);
            var (issuer, address) = OpenIdConnectConfiguration.Read(described, settings);
            var keys = JsonWebKeySet.Parse(await GetAsync(address));
            return keys.Keys.Count > 0
                ? new(issuer, keys)
                : throw new IssuerException("it has no key for RS256 or ES256");
        }
        catch (JsonException exception)
        {
            throw new IssuerException("it answers with something that is no JSON of its kind", exception);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<byte[]> GetAsync(Uri address)
    {
        for (var tried = 1; ; tried++)
        {
            try
            {
                return await _http.GetByteArrayAsync(address);
            }
            catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
            {
                if (tried == Tries || exception is HttpRequestException { StatusCode: { } status } && (int)status < 500)
                {
                    throw new IssuerException($"{address.Host} does not answer as it should", exception);
                }
            }

            await Task.Delay(Pause * tried, time);
        }
    }
}
