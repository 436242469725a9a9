using System.Buffers;
using System.Buffers.Binary;
using Google.Protobuf;

namespace FlowFunctions.Engine.DurableTask.Grpc;

/// <summary>The answer to a gRPC call: messages one after the other, then a status.</summary>
/// <param name="response">The HTTP answer, its body not read.</param>
/// <param name="body">Its body.</param>
/// <param name="maxMessageBytes">The largest message that is read.</param>
internal sealed class GrpcReply(HttpResponseMessage response, Stream body, int maxMessageBytes) : IDisposable
{
    private readonly byte[] _prefix = new byte[GrpcRequestContent.PrefixLength];

    /// <summary>Reads the next message; null after the last one when the call ended well.</summary>
    /// <exception cref="GrpcException">The call ended otherwise, or the message is too large or damaged.</exception>
    /// <exception cref="IOException">The connection did not hold.</exception>
    public async ValueTask<TAnswer?> ReadAsync<TAnswer>(
        MessageParser<TAnswer> parser,
        CancellationToken cancellationToken
    )
        where TAnswer : class, IMessage<TAnswer>
    {
        if (await ReadLengthAsync(cancellationToken) is not { } length)
        {
            GrpcTrailers.CheckEnd(response);
            return null;
        }

        var message = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            var read = await body.ReadAtLeastAsync(message.AsMemory(0, length), length, false, cancellationToken);
            return read == length ? parser.ParseFrom(message, 0, length) : throw Torn();
        }
        catch (InvalidProtocolBufferException damaged)
        {
            throw new GrpcException(GrpcStatus.Internal, "an answer is no message of the protocol", damaged);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(message);
        }
    }

    public void Dispose() => response.Dispose();

    private async ValueTask<int?> ReadLengthAsync(CancellationToken cancellationToken)
    {
        var read = await body.ReadAtLeastAsync(_prefix, _prefix.Length, false, cancellationToken);
        if (read == 0)
        {
            return null;
        }

        if (read < _prefix.Length)
        {
            throw Torn();
        }

        var length = BinaryPrimitives.ReadUInt32BigEndian(_prefix.AsSpan(1));
        return _prefix[0] != 0
                ? throw new GrpcException(GrpcStatus.Internal, "an answer is compressed although nobody asked for it")
            : length > maxMessageBytes ? throw TooLarge(length)
            : (int)length;
    }

    private static GrpcException Torn() => new(GrpcStatus.Internal, "an answer ended within a message");

    private GrpcException TooLarge(uint length) =>
        new(GrpcStatus.ResourceExhausted, $"an answer has {length} bytes, more than the limit of {maxMessageBytes}")
        {
            IsLocal = true,
        };
}
