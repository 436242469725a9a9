using System.Runtime.CompilerServices;
using Google.Protobuf;

namespace FlowFunctions.Engine.DurableTask.Grpc;

/// <summary>
/// Calls to one gRPC server, as "gRPC over HTTP2" describes them: HTTP/2 with prior knowledge for <c>http</c>, TLS for <c>https</c>; nothing is compressed.
/// Calls share connections; all members may be called at the same time.
/// </summary>
internal sealed class GrpcChannel : IDisposable
{
    private readonly GrpcBackendOptions _options;
    private readonly GrpcRequests _requests;
    private readonly SocketsHttpHandler _handler;
    private readonly HttpClient _http;

    public GrpcChannel(GrpcBackendOptions options)
    {
        _options = options;
        _requests = new(options);
        _handler = new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            // Prior knowledge of HTTP/2 does not pass a proxy.
            UseProxy = options.Address.Scheme == Uri.UriSchemeHttps,
            ConnectTimeout = options.ConnectTimeout,
            EnableMultipleHttp2Connections = true,
            KeepAlivePingDelay = options.KeepAlivePause,
            KeepAlivePingTimeout = options.KeepAliveTimeout,
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
        };
        _http = new(_handler, disposeHandler: false)
        {
            BaseAddress = options.Address,
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>Asks once and gets one answer.</summary>
    /// <param name="method">The method.</param>
    /// <param name="request">What it is given.</param>
    /// <param name="timeout">How long the server shall work on it, told as <c>grpc-timeout</c>; how long to wait here is the token's matter.</param>
    /// <param name="cancellationToken">Breaks the call off.</param>
    /// <exception cref="GrpcException">The call did not end well.</exception>
    public async ValueTask<TAnswer> CallAsync<TRequest, TAnswer>(
        GrpcMethod<TRequest, TAnswer> method,
        TRequest request,
        TimeSpan timeout,
        CancellationToken cancellationToken
    )
        where TRequest : IMessage
        where TAnswer : class, IMessage<TAnswer>
    {
        using var reply = await SendAsync(method.Path, request, timeout, cancellationToken);
        var answer = await ReadAsync(reply, method.Parser, cancellationToken);
        if (answer is not null && await ReadAsync(reply, method.Parser, cancellationToken) is null)
        {
            return answer;
        }

        var count = answer is null ? "no" : "more than one";
        throw new GrpcException(GrpcStatus.Internal, $"the server sent {count} answer to {method.Path}");
    }

    /// <summary>Asks once and gets a stream of answers, which ends well or throws.</summary>
    /// <inheritdoc cref="CallAsync"/>
    public async IAsyncEnumerable<TAnswer> StreamAsync<TRequest, TAnswer>(
        GrpcMethod<TRequest, TAnswer> method,
        TRequest request,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
        where TRequest : IMessage
        where TAnswer : class, IMessage<TAnswer>
    {
        using var reply = await SendAsync(method.Path, request, null, cancellationToken);
        while (await ReadAsync(reply, method.Parser, cancellationToken) is { } answer)
        {
            yield return answer;
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _handler.Dispose();
    }

    private static async ValueTask<TAnswer?> ReadAsync<TAnswer>(
        GrpcReply reply,
        MessageParser<TAnswer> parser,
        CancellationToken cancellationToken
    )
        where TAnswer : class, IMessage<TAnswer>
    {
        try
        {
            return await reply.ReadAsync(parser, cancellationToken);
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException or ObjectDisposedException)
        {
            throw BrokenConnection.Translate(broken);
        }
    }

    private async ValueTask<GrpcReply> SendAsync(
        string path,
        IMessage message,
        TimeSpan? timeout,
        CancellationToken cancellationToken
    )
    {
        using var request = await _requests.CreateAsync(path, message, timeout, cancellationToken);
        HttpResponseMessage? response = null;
        try
        {
            response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            GrpcTrailers.CheckStart(response);
            var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            var reply = new GrpcReply(response, body, _options.MaxMessageBytes);
            response = null;
            return reply;
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException or ObjectDisposedException)
        {
            throw BrokenConnection.Translate(broken);
        }
        finally
        {
            response?.Dispose();
        }
    }
}
