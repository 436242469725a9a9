using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace FlowFunctions.Engine.DurableTask.Grpc;

/// <summary>Reads how a gRPC call ended ("gRPC over HTTP2": Responses).</summary>
internal static class GrpcTrailers
{
    /// <summary>Checks the beginning of an answer.</summary>
    /// <exception cref="GrpcException">It is not gRPC, or it says already how the call ended and that is not well.</exception>
    public static void CheckStart(HttpResponseMessage response)
    {
        if (Status(response.Headers) is { } early and not GrpcStatus.Ok)
        {
            throw new GrpcException(early, Detail(response.Headers));
        }

        if (response.StatusCode != HttpStatusCode.OK)
        {
            throw new GrpcException(FromHttp(response.StatusCode), $"it answered HTTP {(int)response.StatusCode}");
        }

        var type = response.Content.Headers.ContentType?.MediaType;
        if (type is null || !type.StartsWith("application/grpc", StringComparison.Ordinal))
        {
            throw new GrpcException(
                GrpcStatus.Unknown,
                "what answers there is not gRPC; see whether the address is right"
            )
            {
                IsLocal = true,
            };
        }
    }

    /// <summary>Checks the end of an answer.</summary>
    /// <exception cref="GrpcException">The call did not end well.</exception>
    public static void CheckEnd(HttpResponseMessage response)
    {
        // An answer without messages may have its status in the headers.
        var status = Status(response.TrailingHeaders) ?? Status(response.Headers);
        if (status is null)
        {
            throw new GrpcException(GrpcStatus.Internal, "an answer ended without a status");
        }

        if (status != GrpcStatus.Ok)
        {
            throw new GrpcException(status.Value, Detail(response.TrailingHeaders));
        }
    }

    private static GrpcStatus? Status(HttpResponseHeaders headers) =>
        Value(headers, "grpc-status") is not { } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var code)
        && Enum.IsDefined((GrpcStatus)code)
            ? (GrpcStatus)code
        : GrpcStatus.Unknown;

    // Percent-encoded UTF-8; what is no valid escape stays as it is.
    private static string Detail(HttpResponseHeaders headers) =>
        Value(headers, "grpc-message") is { } text ? Uri.UnescapeDataString(text) : "";

    private static string? Value(HttpResponseHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;

    private static GrpcStatus FromHttp(HttpStatusCode status) =>
        status switch
        {
            HttpStatusCode.BadRequest => GrpcStatus.Internal,
            HttpStatusCode.Unauthorized => GrpcStatus.Unauthenticated,
            HttpStatusCode.Forbidden => GrpcStatus.PermissionDenied,
            HttpStatusCode.NotFound => GrpcStatus.Unimplemented,
            HttpStatusCode.TooManyRequests
            or HttpStatusCode.BadGateway
            or HttpStatusCode.ServiceUnavailable
            or HttpStatusCode.GatewayTimeout => GrpcStatus.Unavailable,
            _ => GrpcStatus.Unknown,
        };
}
