using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.IO.Pipelines;
using FlowFunctions.Engine.DurableTask.Grpc;
using Google.Protobuf;
using Microsoft.AspNetCore.Http;

namespace FlowFunctions.Engine.DurableTask.Hub.Grpc;

/// <summary>The server's side of one gRPC call: reads the request's message, writes messages, ends with a status in the trailers.</summary>
internal sealed class GrpcServerCall(HttpContext context)
{
    private const int PrefixLength = 5;

    /// <summary>One message in, one out.</summary>
    public Task UnaryAsync<TRequest, TAnswer>(
        MessageParser<TRequest> parser,
        Func<TRequest, CancellationToken, ValueTask<TAnswer>> answer
    )
        where TRequest : class, IMessage<TRequest>
        where TAnswer : class, IMessage<TAnswer> =>
        RunAsync(async () =>
        {
            var request = await ReadAsync(parser);
            await WriteAsync(await answer(request, context.RequestAborted));
        });

    /// <summary>One message in, many out.</summary>
    public Task StreamAsync<TRequest, TAnswer>(
        MessageParser<TRequest> parser,
        Func<TRequest, CancellationToken, IAsyncEnumerable<TAnswer>> answers
    )
        where TRequest : class, IMessage<TRequest>
        where TAnswer : class, IMessage<TAnswer> =>
        RunAsync(async () =>
        {
            var request = await ReadAsync(parser);
            // The client shall know that the call has come, long before there may be something to tell.
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
            await foreach (var answer in answers(request, context.RequestAborted))
            {
                await WriteAsync(answer);
            }
        });

    /// <summary>Ends a call that nobody answers.</summary>
    public Task RefuseAsync(GrpcStatus status, string detail) =>
        RunAsync(() => throw new SidecarException(status, detail));

    private async Task RunAsync(Func<Task> call)
    {
        context.Response.ContentType = "application/grpc";
        try
        {
            await call();
            End(GrpcStatus.Ok, "");
        }
        catch (SidecarException refused)
        {
            End(refused.Status, refused.Message);
        }
        catch (OperationCanceledException)
        {
            End(GrpcStatus.Cancelled, "");
        }
        // Whoever writes a test of the backend wants to see its defects.
        catch (Exception broken) when (broken is not IOException)
        {
            End(GrpcStatus.Unknown, broken.ToString());
        }
    }

    private async ValueTask<TRequest> ReadAsync<TRequest>(MessageParser<TRequest> parser)
        where TRequest : class, IMessage<TRequest>
    {
        var reader = context.Request.BodyReader;
        var prefix = await reader.ReadAtLeastAsync(PrefixLength, context.RequestAborted);
        var length = Length(prefix);
        reader.AdvanceTo(prefix.Buffer.GetPosition(PrefixLength));
        var whole = await reader.ReadAtLeastAsync(length, context.RequestAborted);
        if (whole.Buffer.Length != length)
        {
            throw new SidecarException(GrpcStatus.Internal, "The request is not one whole message.");
        }

        var message = parser.ParseFrom(whole.Buffer);
        reader.AdvanceTo(whole.Buffer.End);
        return message;
    }

    private static int Length(ReadResult prefix)
    {
        var bytes = prefix.Buffer.Length < PrefixLength ? [] : prefix.Buffer.Slice(0, PrefixLength).ToArray();
        return bytes is [0, ..]
            ? BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(1))
            : throw new SidecarException(GrpcStatus.Internal, "The request is empty, torn or compressed.");
    }

    private async Task WriteAsync(IMessage message)
    {
        var writer = context.Response.BodyWriter;
        WriteFrame(writer, message);
        await writer.FlushAsync(context.RequestAborted);
    }

    private static void WriteFrame(PipeWriter writer, IMessage message)
    {
        var prefix = writer.GetSpan(PrefixLength);
        prefix[0] = 0;
        BinaryPrimitives.WriteInt32BigEndian(prefix[1..], message.CalculateSize());
        writer.Advance(PrefixLength);
        message.WriteTo(writer);
    }

    private void End(GrpcStatus status, string detail)
    {
        var code = ((int)status).ToString(CultureInfo.InvariantCulture);
        if (context.Response.HasStarted)
        {
            context.Response.AppendTrailer("grpc-status", code);
            context.Response.AppendTrailer("grpc-message", Uri.EscapeDataString(detail));
            return;
        }

        // Nothing was written: the headers are the trailers.
        context.Response.Headers["grpc-status"] = code;
        context.Response.Headers["grpc-message"] = Uri.EscapeDataString(detail);
    }
}
