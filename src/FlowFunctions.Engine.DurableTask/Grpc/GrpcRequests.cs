using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;

namespace FlowFunctions.Engine.DurableTask.Grpc;

/// <summary>Makes the HTTP/2 requests of gRPC calls ("gRPC over HTTP2": Requests).</summary>
/// <param name="options">Whom they go to, and what is told of us.</param>
internal sealed class GrpcRequests(GrpcBackendOptions options)
{
    // The header takes eight digits at most.
    private const long LongestTimeout = 99_999_999;

    /// <summary>A request.</summary>
    /// <param name="path">The method's path.</param>
    /// <param name="message">What it is given.</param>
    /// <param name="timeout">How long the server shall work on it, or null.</param>
    /// <param name="cancellationToken">Stops waiting for a token.</param>
    /// <exception cref="GrpcException">The message is too large, or there is no token.</exception>
    public async ValueTask<HttpRequestMessage> CreateAsync(
        string path,
        IMessage message,
        TimeSpan? timeout,
        CancellationToken cancellationToken
    )
    {
        var size = message.CalculateSize();
        if (size > options.MaxMessageBytes)
        {
            throw new GrpcException(
                GrpcStatus.ResourceExhausted,
                $"what shall be sent has {size} bytes, more than the limit of {options.MaxMessageBytes}"
            )
            {
                IsLocal = true,
                NeverArrived = true,
            };
        }

        var bearer = await TokenAsync(cancellationToken);
        var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new GrpcRequestContent(message),
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        AddHeaders(request.Headers, timeout, bearer);
        return request;
    }

    private async ValueTask<string?> TokenAsync(CancellationToken cancellationToken)
    {
        try
        {
            return options.Token is { } token ? await token(cancellationToken) : null;
        }
        catch (Exception refused) when (refused is not OperationCanceledException)
        {
            throw new GrpcException(GrpcStatus.Unavailable, "no token for it could be had", refused)
            {
                NeverArrived = true,
            };
        }
    }

    private void AddHeaders(HttpRequestHeaders headers, TimeSpan? timeout, string? bearer)
    {
        headers.TE.Add(new("trailers"));
        headers.TryAddWithoutValidation("grpc-accept-encoding", "identity");
        headers.TryAddWithoutValidation("user-agent", "grpc-flowfunctions");
        headers.TryAddWithoutValidation("workerid", options.WorkerId);
        if (options.TaskHub is { } hub)
        {
            // The scheduler's name for it and the Durable Functions extension's.
            headers.TryAddWithoutValidation("taskhub", hub);
            headers.TryAddWithoutValidation("durable-taskhub", hub);
        }

        if (timeout is { } limit)
        {
            var milliseconds = Math.Clamp((long)limit.TotalMilliseconds, 1, LongestTimeout);
            headers.TryAddWithoutValidation(
                "grpc-timeout",
                string.Create(CultureInfo.InvariantCulture, $"{milliseconds}m")
            );
        }

        if (bearer is not null)
        {
            headers.Authorization = new("Bearer", bearer);
        }
    }
}
