using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace FlowFunctions.Runners.Sessions;

/// <summary>Sends calls to a session pool, again as long as no session has accepted them.</summary>
internal sealed class SessionClient(SessionPoolOptions options, HttpClient client, TimeProvider time)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>Sends a call.</summary>
    /// <param name="request">The call.</param>
    /// <param name="identifier">The session.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The response of the session that has accepted it; its body is still to be read.</returns>
    /// <exception cref="SessionRefusedException">No session accepted it.</exception>
    public async Task<HttpResponseMessage> SendAsync(
        SessionRequest request,
        string identifier,
        CancellationToken cancellationToken
    )
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(request, SessionJson.Default.SessionRequest);
        for (var attempt = 1; ; attempt++)
        {
            var (response, refusal) = await TryAsync(body, identifier, cancellationToken);
            if (refusal is null)
            {
                return response!;
            }

            using (response)
            {
                if (!refusal.Retryable || attempt >= options.MaxTries)
                {
                    throw refusal;
                }

                await Task.Delay(PauseAfter(response, attempt), time, cancellationToken);
            }
        }
    }

    /// <summary>Ends a session; whether that works changes nothing, because the pool ends it too, later.</summary>
    public async Task StopAsync(string identifier, CancellationToken cancellationToken)
    {
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(options.AcceptTimeout);
            using var message = await MessageAsync(
                $"/.management/stopSession?api-version={options.ManagementVersion}&identifier={identifier}",
                patience.Token
            );
            using var response = await client.SendAsync(message, patience.Token);
        }
        catch (Exception exception)
            when (exception
                    is HttpRequestException
                        or OperationCanceledException
                        or SessionRefusedException
                        or ObjectDisposedException
            )
        {
            // Left to the pool.
        }
    }

    private async Task<(HttpResponseMessage?, SessionRefusedException?)> TryAsync(
        byte[] body,
        string identifier,
        CancellationToken cancellationToken
    )
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(options.AcceptTimeout);
        try
        {
            using var message = await MessageAsync($"{options.Path}?identifier={identifier}", patience.Token);
            message.Content = new ByteArrayContent(body);
            message.Content.Headers.ContentType = new("application/json");
            var response = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            return (response, response.IsSuccessStatusCode ? null : await RefusalAsync(response, patience.Token));
        }
        catch (HttpRequestException exception)
        {
            // Only what certainly reached nobody is sent again: a connection that breaks later may have started the script.
            var reachedNobody =
                exception.HttpRequestError
                is HttpRequestError.ConnectionError
                    or HttpRequestError.NameResolutionError
                    or HttpRequestError.ProxyTunnelError;
            return (null, new($"The session pool cannot be reached: {exception.Message}", reachedNobody));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            var seconds = options.AcceptTimeout.TotalSeconds;
            return (null, new($"No session accepted the call within {seconds} seconds.", retryable: false));
        }
    }

    private async Task<HttpRequestMessage> MessageAsync(string path, CancellationToken cancellationToken)
    {
        var token = await GetTokenAsync(cancellationToken);
        var address = options.Endpoint.AbsoluteUri.TrimEnd('/') + path;
        return new(HttpMethod.Post, address) { Headers = { Authorization = new("Bearer", token) } };
    }

    private async Task<string> GetTokenAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await options.GetToken(cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw new SessionRefusedException(
                $"There is no token for the session pool: {exception.Message}",
                retryable: false
            );
        }
    }

    private static async Task<SessionRefusedException> RefusalAsync(
        HttpResponseMessage response,
        CancellationToken cancellationToken
    )
    {
        const int MaxShown = 500;
        var said = await response.Content.ReadAsStringAsync(cancellationToken);
        var advice = response.StatusCode switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden =>
                " Give the app's identity the role Azure ContainerApps Session Executor on the pool.",
            HttpStatusCode.NotFound => " Check the pool's endpoint, and that its image answers at the path.",
            _ => "",
        };
        return new(
            $"The session pool answered {(int)response.StatusCode}.{advice} {said[..Math.Min(said.Length, MaxShown)]}".TrimEnd(),
            response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable
        );
    }

    private TimeSpan PauseAfter(HttpResponseMessage? response, int attempt)
    {
        var asked = Asked(response?.Headers.RetryAfter) ?? options.FirstPause * Math.Pow(2, attempt - 1);
        return asked < LongestPause ? asked : LongestPause;
    }

    private TimeSpan? Asked(RetryConditionHeaderValue? header) =>
        header?.Delta ?? (header?.Date is { } date && date > time.GetUtcNow() ? date - time.GetUtcNow() : null);
}

/// <summary>No session has accepted a call.</summary>
internal sealed class SessionRefusedException(string message, bool retryable) : Exception(message)
{
    /// <summary>Whether the call certainly did not start, and may be accepted later.</summary>
    public bool Retryable => retryable;
}
