using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;

namespace FlowFunctions.Engine.DurableTask.Grpc;

/// <summary>One message as a gRPC request's body: a byte that says "not compressed", the length in four bytes, big-endian, then the message.</summary>
internal sealed class GrpcRequestContent : HttpContent
{
    /// <summary>How many bytes come before a message.</summary>
    public const int PrefixLength = 5;

    private readonly IMessage _message;
    private readonly int _size;

    public GrpcRequestContent(IMessage message)
    {
        _message = message;
        _size = message.CalculateSize();
        Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
    }

    protected override bool TryComputeLength(out long length)
    {
        length = PrefixLength + (long)_size;
        return true;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(
        Stream stream,
        TransportContext? context,
        CancellationToken cancellationToken
    )
    {
        var frame = ArrayPool<byte>.Shared.Rent(PrefixLength + _size);
        try
        {
            frame[0] = 0;
            BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), _size);
            _message.WriteTo(frame.AsSpan(PrefixLength, _size));
            await stream.WriteAsync(frame.AsMemory(0, PrefixLength + _size), cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(frame);
        }
    }
}
