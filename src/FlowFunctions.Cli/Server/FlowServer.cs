using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using FlowFunctions.Cli.SignIn.Credentials;
using FlowFunctions.Cli.Terminals;

namespace FlowFunctions.Cli.Server;

/// <summary>The HTTP API of a FlowFunctions app.</summary>
internal sealed class FlowServer : IDisposable
{
    private const int MaxAnswerBytes = 256 * 1024 * 1024;
    private const int MaxDepth = 512;
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(100);
    private readonly HttpClient _client;
    private readonly RetryPolicy _retries;
    private readonly TimeProvider _time;
    private readonly ICredential? _credential;
    private readonly string? _workspace;

    /// <param name="address">Where it is.</param>
    /// <param name="retries">When requests are sent again; null for the usual policy.</param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <param name="credential">Who calls; null for nobody.</param>
    /// <param name="workspace">The workspace to work in; null for the server's choice.</param>
    [SuppressMessage("Reliability", "CA2000", Justification = "The client owns its handlers.")]
    public FlowServer(
        Uri address,
        RetryPolicy? retries = null,
        TimeProvider? time = null,
        ICredential? credential = null,
        string? workspace = null
    )
    {
        Address = address;
        (_credential, _workspace) = (credential, workspace);
        _retries = retries ?? new RetryPolicy();
        _time = time ?? TimeProvider.System;
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = ConnectTimeout,
            AllowAutoRedirect = false,
            UseCookies = false,
            // A proxy of the environment does not know this machine's own addresses.
            UseProxy = !address.IsLoopback,
        };
        _client = new HttpClient(new SignedRequests(address, credential, workspace) { InnerHandler = handler })
        {
            BaseAddress = address,
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = MaxAnswerBytes,
        };
        _client.DefaultRequestHeaders.Add("User-Agent", "flow");
    }

    public Uri Address { get; }

    /// <summary>What a working copy calls the place that it is pushed to: the address, and the workspace where one is named.</summary>
    public string Place => ServerAddress.Show(Address) + (_workspace is null ? "" : $"?workspace={_workspace}");

    /// <summary>Sends a request, again if that is safe and may help.</summary>
    /// <exception cref="ServerException">The server refused it.</exception>
    /// <exception cref="ServerUnavailableException">The server cannot be reached or does not answer.</exception>
    public Task<ServerAnswer> SendAsync(ServerRequest request, CancellationToken cancellationToken = default) =>
        SendAsync(request, AnswerOf, cancellationToken);

    /// <summary>Asks for bytes, again if that may help.</summary>
    /// <exception cref="ServerException">The server refused it.</exception>
    /// <exception cref="ServerUnavailableException">The server cannot be reached or does not answer.</exception>
    public Task<byte[]> DownloadAsync(string path, CancellationToken cancellationToken = default) =>
        SendAsync(ServerRequest.Get(path), BytesOf, cancellationToken);

    private async Task<T> SendAsync<T>(
        ServerRequest request,
        Func<HttpResponseMessage, byte[], T> read,
        CancellationToken cancellationToken
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            TimeSpan? pause;
            try
            {
                return await SendOnceAsync(request, read, cancellationToken);
            }
            catch (ServerException refusal) when (IsTransient(refusal.Problem) && request.IsRepeatable)
            {
                pause = _retries.PauseAfter(attempt, refusal.Problem.RetryAfter);
                if (pause is null)
                {
                    throw;
                }
            }
            catch (HttpRequestException failure) when (!cancellationToken.IsCancellationRequested)
            {
                pause = request.IsRepeatable || WasNeverSent(failure) ? _retries.PauseAfter(attempt, null) : null;
                if (pause is null)
                {
                    throw Unavailable(failure);
                }
            }

            await Task.Delay(pause.Value, _time, cancellationToken);
        }
    }

    /// <summary>Opens an answer that goes on for as long as there is something to say.</summary>
    /// <returns>The answer, of any status; to be disposed of.</returns>
    /// <exception cref="ServerUnavailableException">The server cannot be reached or does not answer.</exception>
    public async Task<HttpResponseMessage> OpenAsync(ServerRequest request, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(AnswerTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        using var message = MessageOf(request);
        try
        {
            return await _client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, either.Token);
        }
        catch (HttpRequestException failure)
        {
            throw Unavailable(failure);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw patience.IsCancellationRequested
                ? TooSlow(exception, TimeSpan.Zero)
                : Unavailable(
                    new HttpRequestException(
                        HttpRequestError.ConnectionError,
                        "no connection within 5 seconds",
                        exception
                    )
                );
        }
    }

    /// <summary>What an answer that is no success says.</summary>
    public async Task<ServerProblem> ProblemOfAsync(
        HttpResponseMessage response,
        CancellationToken cancellationToken
    ) => ProblemOf(response, Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken)));

    public void Dispose() => _client.Dispose();

    private static bool IsTransient(ServerProblem problem) =>
        problem is { Status: 429 or 502 or 503 or 504 } or { Status: 409, RetryAfter: not null };

    private static bool WasNeverSent(HttpRequestException failure) =>
        failure.HttpRequestError
            is HttpRequestError.ConnectionError
                or HttpRequestError.NameResolutionError
                or HttpRequestError.SecureConnectionError;

    private async Task<T> SendOnceAsync<T>(
        ServerRequest request,
        Func<HttpResponseMessage, byte[], T> read,
        CancellationToken cancellationToken
    )
    {
        using var patience = new CancellationTokenSource(AnswerTimeout + request.Wait, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        using var message = MessageOf(request);
        try
        {
            using var response = await _client.SendAsync(message, either.Token);
            var body = await response.Content.ReadAsByteArrayAsync(either.Token);
            return read(response, body);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            // What is cancelled before its time is up has not even found a connection.
            throw patience.IsCancellationRequested
                ? TooSlow(exception, request.Wait)
                : new HttpRequestException(
                    HttpRequestError.ConnectionError,
                    "no connection within 5 seconds",
                    exception
                );
        }
    }

    private HttpRequestMessage MessageOf(ServerRequest request)
    {
        var message = new HttpRequestMessage(request.Method, new Uri(Address, request.Path));
        if (request.Body is { } body)
        {
            message.Content = new ByteArrayContent(body);
            message.Content.Headers.ContentType = new(request.MediaType);
        }

        foreach (var (name, value) in request.Headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        return message;
    }

    private byte[] BytesOf(HttpResponseMessage response, byte[] bytes) =>
        response.IsSuccessStatusCode ? bytes : throw new ServerException(ProblemOf(response, Parse(bytes)));

    private ServerAnswer AnswerOf(HttpResponseMessage response, byte[] bytes)
    {
        var body = Parse(bytes);
        if (!response.IsSuccessStatusCode)
        {
            throw new ServerException(ProblemOf(response, body));
        }

        if (bytes.Length > 0 && body.ValueKind == JsonValueKind.Undefined)
        {
            throw new ServerUnavailableException(
                $"What {ServerAddress.Show(Address)} answered is no JSON, so it is no FlowFunctions app. Check the address.",
                inner: null
            );
        }

        return new ServerAnswer(response.StatusCode, body, response.Headers.ETag?.ToString());
    }

    /// <summary>What a refusal says.</summary>
    private ServerProblem ProblemOf(HttpResponseMessage response, JsonElement body)
    {
        var after = response.Headers.RetryAfter;
        var reason = PlainText.Line(response.ReasonPhrase ?? "");
        var problem = ServerProblem.Of((int)response.StatusCode, reason, body);
        return problem with
        {
            RetryAfter = after?.Delta ?? (after?.Date - _time.GetUtcNow()),
            Hint = AccessHint.Of(problem, _credential?.Advice),
        };
    }

    private static JsonElement Parse(byte[] body)
    {
        try
        {
            return body.Length == 0
                ? default
                : JsonElement.Parse(body, new JsonDocumentOptions { MaxDepth = MaxDepth });
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private ServerUnavailableException Unavailable(HttpRequestException failure)
    {
        var server = ServerAddress.Show(Address);
        var isLocal = Address.IsLoopback && failure.HttpRequestError == HttpRequestError.ConnectionError;
        return new(
            isLocal
                ? $"There is no server at {server}. Start one with 'dotnet run --project src/FlowFunctions.App', or name another with --server URL."
                : $"{server} cannot be reached: {failure.Message.TrimEnd('.')}. Check the address, the network and that the server runs.",
            failure
        );
    }

    private ServerUnavailableException TooSlow(Exception exception, TimeSpan wait) =>
        new(
            $"{ServerAddress.Show(Address)} did not answer within {(AnswerTimeout + wait).TotalSeconds:0} seconds. 'flow runs' shows whether it did what was asked.",
            exception
        );
}
