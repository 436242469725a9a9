using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using FlowFunctions.Cli.Server;
using FlowFunctions.Cli.Terminals;

namespace FlowFunctions.Cli.SignIn.Issuers;

/// <summary>Asks an issuer (RFC 6749). What is sent and what comes back is secret, and stands in no message.</summary>
internal sealed class OAuthClient : IDisposable
{
    private const int MaxBytes = 512 * 1024;
    private const int MaxTextLength = 300;
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(15);
    private readonly HttpClient _http;
    private readonly RetryPolicy _retries;
    private readonly TimeProvider _time;
    private readonly string _authority;
    private IssuerEndpoints? _endpoints;

    /// <param name="authority">The issuer's address.</param>
    /// <param name="retries">When requests are sent again; null for the usual policy.</param>
    /// <param name="time">The clock; null for the system's.</param>
    [SuppressMessage("Reliability", "CA2000", Justification = "The client owns its handler.")]
    public OAuthClient(string authority, RetryPolicy? retries = null, TimeProvider? time = null)
    {
        (_authority, _retries, _time) = (authority, retries ?? new RetryPolicy(), time ?? TimeProvider.System);
        var description = IssuerEndpoints.DescriptionOf(authority);
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = ConnectTimeout,
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = !description.IsLoopback,
        };
        _http = new HttpClient(handler) { Timeout = AnswerTimeout, MaxResponseContentBufferSize = MaxBytes };
    }

    /// <summary>Where the issuer is asked for what.</summary>
    /// <exception cref="ServerUnavailableException">It does not answer.</exception>
    public async Task<IssuerEndpoints> DiscoverAsync(CancellationToken cancellationToken)
    {
        if (_endpoints is null)
        {
            var address = IssuerEndpoints.DescriptionOf(_authority);
            var described = await SendAsync(
                () => new HttpRequestMessage(HttpMethod.Get, address),
                isRepeatable: true,
                cancellationToken
            );
            _endpoints = IssuerEndpoints.Read(described);
        }

        return _endpoints;
    }

    /// <summary>Sends a form. It is sent again only where the issuer cannot have seen it: a refresh token counts once.</summary>
    /// <exception cref="OAuthException">It refuses.</exception>
    /// <exception cref="ServerUnavailableException">It does not answer.</exception>
    public Task<JsonElement> PostAsync(
        Uri endpoint,
        IReadOnlyList<KeyValuePair<string, string>> form,
        CancellationToken cancellationToken
    ) =>
        SendAsync(
            () => new HttpRequestMessage(HttpMethod.Post, endpoint) { Content = new FormUrlEncodedContent(form) },
            isRepeatable: false,
            cancellationToken
        );

    public void Dispose() => _http.Dispose();

    private async Task<JsonElement> SendAsync(
        Func<HttpRequestMessage> make,
        bool isRepeatable,
        CancellationToken cancellationToken
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            TimeSpan? pause;
            try
            {
                using var request = make();
                using var response = await _http.SendAsync(request, cancellationToken);
                var status = (int)response.StatusCode;
                pause = status is 429 or >= 500
                    ? _retries.PauseAfter(attempt, response.Headers.RetryAfter?.Delta)
                    : null;
                if (pause is null)
                {
                    return Read(status, await response.Content.ReadAsByteArrayAsync(cancellationToken));
                }
            }
            catch (Exception exception) when (IsOutage(exception, cancellationToken))
            {
                pause = isRepeatable || WasNeverSent(exception) ? _retries.PauseAfter(attempt, null) : null;
                if (pause is null)
                {
                    throw Unavailable(
                        exception is HttpRequestException ? exception.Message : "no answer in time",
                        exception
                    );
                }
            }

            await Task.Delay(pause.Value, _time, cancellationToken);
        }
    }

    private JsonElement Read(int status, byte[] body)
    {
        var json = Parse(body);
        if (status is >= 200 and < 300)
        {
            return json;
        }

        throw json.Text("error") is { } error
            ? new OAuthException(TextOf(error), json.Text("error_description") is { } text ? TextOf(text) : null)
            : Unavailable($"it answers {status}", null);
    }

    private static JsonElement Parse(byte[] body)
    {
        try
        {
            return body.Length == 0 ? default : JsonElement.Parse(body);
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static string TextOf(string text) =>
        PlainText.Line(text.Length > MaxTextLength ? text[..MaxTextLength] : text);

    private static bool IsOutage(Exception exception, CancellationToken cancellationToken) =>
        exception is HttpRequestException
        || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    private static bool WasNeverSent(Exception exception) =>
        exception
            is HttpRequestException
            {
                HttpRequestError: HttpRequestError.ConnectionError
                    or HttpRequestError.NameResolutionError
                    or HttpRequestError.SecureConnectionError
            };

    private ServerUnavailableException Unavailable(string why, Exception? cause) =>
        new(
            $"The sign-in provider {_authority} does not answer as it should: {why.TrimEnd('.')}. Try again in a moment.",
            cause
        );
}
