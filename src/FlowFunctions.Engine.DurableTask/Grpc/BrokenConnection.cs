namespace FlowFunctions.Engine.DurableTask.Grpc;

/// <summary>What a connection that did not hold means in gRPC's terms ("gRPC over HTTP2": Errors; RFC 9113, section 7).</summary>
internal static class BrokenConnection
{
    private const long ProtocolError = 0x1;
    private const long FrameSizeError = 0x6;
    private const long RefusedStream = 0x7;
    private const long Cancel = 0x8;
    private const long EnhanceYourCalm = 0xb;
    private const long InadequateSecurity = 0xc;
    private const long Http11Required = 0xd;

    /// <summary>The exception for a transport's failure.</summary>
    public static GrpcException Translate(Exception broken) =>
        Reset(broken) is { } reset ? FromReset(reset.ErrorCode, broken)
        : broken is HttpRequestException { HttpRequestError: var error } ? FromRequest(error, broken)
        : Unavailable("the connection broke", broken, neverArrived: false);

    private static HttpProtocolException? Reset(Exception broken) =>
        broken as HttpProtocolException ?? broken.InnerException as HttpProtocolException;

    private static GrpcException FromReset(long code, Exception broken) =>
        code switch
        {
            ProtocolError or FrameSizeError or Http11Required => new(
                GrpcStatus.Internal,
                "it does not speak HTTP/2 as gRPC needs it",
                broken
            ),
            RefusedStream => Unavailable("the server refused the call", broken, neverArrived: true),
            Cancel => new(GrpcStatus.Cancelled, "the server broke the call off", broken),
            EnhanceYourCalm => new(GrpcStatus.ResourceExhausted, "the server asks for fewer calls", broken),
            InadequateSecurity => new(
                GrpcStatus.PermissionDenied,
                "the connection is not secure enough for the server",
                broken
            ),
            _ => new(GrpcStatus.Internal, "the server broke the call off", broken),
        };

    private static GrpcException FromRequest(HttpRequestError error, Exception broken) =>
        error switch
        {
            HttpRequestError.NameResolutionError => Unavailable("its name is not known", broken, neverArrived: true),
            HttpRequestError.ConnectionError => Unavailable("it cannot be reached", broken, neverArrived: true),
            HttpRequestError.SecureConnectionError => Unavailable(
                "its TLS connection cannot be made",
                broken,
                neverArrived: true
            ),
            HttpRequestError.VersionNegotiationError => Unavailable(
                "it does not speak HTTP/2",
                broken,
                neverArrived: true
            ),
            _ => Unavailable("the connection broke", broken, neverArrived: false),
        };

    private static GrpcException Unavailable(string detail, Exception broken, bool neverArrived) =>
        new(GrpcStatus.Unavailable, detail, broken) { NeverArrived = neverArrived };
}
