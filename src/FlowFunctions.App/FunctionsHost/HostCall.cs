using System.Buffers;
using FlowFunctions.Engine.DurableTask.CustomHandler;
using Microsoft.AspNetCore.Http.Features;

namespace FlowFunctions.App.FunctionsHost;

/// <summary>Calls of the Functions host over HTTP: a JSON body of any size, and an answer that is never empty.</summary>
internal static class HostCall
{
    private const int FirstCapacity = 16 * 1024;

    /// <summary>Reads the whole call.</summary>
    /// <exception cref="InvalidDataException">It is no call of a Functions host.</exception>
    public static async ValueTask<HostInvocation> ReadAsync(HttpContext context)
    {
        // A run's history comes as one body, however long it is.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null;
        }

        return HostInvocation.Read(await ReadBodyAsync(context.Request, context.RequestAborted));
    }

    /// <summary>Answers the call.</summary>
    public static async Task AnswerAsync(HttpContext context, Action<IBufferWriter<byte>> write)
    {
        var body = new ArrayBufferWriter<byte>(FirstCapacity);
        write(body);
        context.Response.ContentType = HostAnswer.ContentType;
        context.Response.ContentLength = body.WrittenCount;
        await context.Response.Body.WriteAsync(body.WrittenMemory, context.RequestAborted);
    }

    private static async ValueTask<Memory<byte>> ReadBodyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        // One byte more than is told, so that the end is found without growing.
        var buffer = new byte[Math.Max(FirstCapacity, (request.ContentLength ?? 0) + 1)];
        var length = 0;
        while (true)
        {
            var read = await request.Body.ReadAsync(buffer.AsMemory(length), cancellationToken);
            if (read == 0)
            {
                return buffer.AsMemory(0, length);
            }

            length += read;
            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, (int)Math.Min(Array.MaxLength, buffer.Length * 2L));
            }
        }
    }
}
