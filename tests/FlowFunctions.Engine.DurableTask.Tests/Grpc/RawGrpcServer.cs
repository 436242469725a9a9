using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using FlowFunctions.Engine.DurableTask.Grpc;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Engine.DurableTask.Tests.Grpc;

/// <summary>An HTTP/2 server without TLS on loopback that answers byte for byte as a test says, also what no gRPC library would.</summary>
internal sealed class RawGrpcServer : IAsyncDisposable
{
    private readonly WebApplication _web;

    private RawGrpcServer(WebApplication web) => _web = web;

    public Uri Address => new(_web.Urls.First());

    /// <summary>The bodies that came.</summary>
    public ConcurrentQueue<byte[]> Bodies { get; } = new();

    /// <summary>The headers that came.</summary>
    public ConcurrentQueue<Dictionary<string, string>> Headers { get; } = new();

    /// <summary>Starts a server.</summary>
    /// <param name="protocols">What it speaks.</param>
    /// <param name="answers">The answer to each call in turn; the last one again to all that follow.</param>
    public static async Task<RawGrpcServer> StartAsync(
        HttpProtocols protocols,
        params Func<HttpContext, Task>[] answers
    )
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = protocols);
        });
        builder.Logging.ClearProviders();
        var server = new RawGrpcServer(builder.Build());
        var count = -1;
        server._web.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            server.Bodies.Enqueue(body.ToArray());
            server.Headers.Enqueue(
                context.Request.Headers.ToDictionary(
                    static header => header.Key,
                    static header => header.Value.ToString(),
                    StringComparer.OrdinalIgnoreCase
                )
            );
            context.Response.ContentType = "application/grpc";
            await answers[Math.Min(Interlocked.Increment(ref count), answers.Length - 1)](context);
        });
        await server._web.StartAsync();
        return server;
    }

    /// <inheritdoc cref="StartAsync(HttpProtocols, Func{HttpContext, Task}[])"/>
    public static Task<RawGrpcServer> StartAsync(params Func<HttpContext, Task>[] answers) =>
        StartAsync(HttpProtocols.Http2, answers);

    /// <summary>A message behind its five bytes.</summary>
    public static byte[] Frame(IMessage message, byte flag = 0)
    {
        var frame = new byte[5 + message.CalculateSize()];
        frame[0] = flag;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), message.CalculateSize());
        message.WriteTo(frame.AsSpan(5));
        return frame;
    }

    /// <summary>Answers with bytes, then a status in the trailers.</summary>
    public static Func<HttpContext, Task> Answer(byte[] bytes, string? status = "0", string? message = null) =>
        async context =>
        {
            await context.Response.Body.WriteAsync(bytes);
            await context.Response.Body.FlushAsync();
            Append(context, "grpc-status", status);
            Append(context, "grpc-message", message);
        };

    /// <summary>Answers with nothing but a status, in the headers.</summary>
    public static Func<HttpContext, Task> TrailersOnly(GrpcStatus status, string message) =>
        context =>
        {
            context.Response.Headers["grpc-status"] = $"{(int)status}";
            context.Response.Headers["grpc-message"] = message;
            return Task.CompletedTask;
        };

    /// <summary>Answers as a proxy that does not know gRPC.</summary>
    public static Func<HttpContext, Task> Http(int status, string type = "text/html") =>
        context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = type;
            return context.Response.WriteAsync("<html>");
        };

    public ValueTask DisposeAsync() => _web.DisposeAsync();

    private static void Append(HttpContext context, string name, string? value)
    {
        if (value is not null)
        {
            context.Response.AppendTrailer(name, value);
        }
    }
}
