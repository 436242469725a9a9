using System.IO.Compression;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace FlowFunctions.Steps.Tests.Http;

/// <summary>A real web server on loopback, with and without TLS (a certificate that nobody trusts).</summary>
public sealed class LoopbackServer : IAsyncLifetime
{
    private LoopbackWeb? _web;

    public string Http => _web!.Address("http:");

    public string Https => _web!.Address("https:");

    public async Task InitializeAsync() =>
        _web = await LoopbackWeb.StartAsync(
            "localhost",
            static app =>
            {
                app.Map("/echo", EchoAsync);
                app.Map("/status/{status:int}", Status);
                app.Map("/reply", ReplyAsync);
                app.Map("/redirect/{status:int}", Redirect);
                app.Map("/bomb", BombAsync);
            }
        );

    public async Task DisposeAsync() => await _web!.DisposeAsync();

    private static async Task EchoAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        context.Response.ContentType = "application/json";
        await using var writer = new Utf8JsonWriter(context.Response.BodyWriter);
        writer.WriteStartObject();
        writer.WriteString("method", context.Request.Method);
        writer.WriteString("url", context.Request.GetEncodedPathAndQuery());
        writer.WriteString("host", context.Request.Host.Value);
        writer.WriteBase64String("body", body.ToArray());
        writer.WriteStartObject("headers");
        foreach (var (name, values) in context.Request.Headers)
        {
            writer.WriteString(name.ToLowerInvariant(), values.ToString());
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static async Task Status(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        if (context.Request.Query["retryAfter"] is [{ } retryAfter])
        {
            context.Response.Headers.RetryAfter = retryAfter;
        }

        context.Response.Headers["X-Request-Id"] = "id-1";
        context.Response.Headers["X-Internal"] = "hidden";
        context.Response.ContentType = "text/plain";
        await context.Response.WriteAsync(new string('x', 10_000));
    }

    // Answers with the body, type and headers that the query asks for.
    private static async Task ReplyAsync(HttpContext context)
    {
        var query = context.Request.Query;
        if (query["type"] is [{ } type])
        {
            context.Response.ContentType = type;
        }

        foreach (var header in query["header"])
        {
            var parts = header!.Split('=', 2);
            context.Response.Headers.Append(parts[0], parts[1]);
        }

        await context.Response.Body.WriteAsync(Convert.FromBase64String(query["body"].ToString()));
    }

    private static void Redirect(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        context.Response.Headers.Location = context.Request.Query["to"].ToString() is { Length: > 0 } to
            ? to
            : context.Request.GetEncodedPathAndQuery();
    }

    private static async Task BombAsync(HttpContext context)
    {
        context.Response.Headers.ContentEncoding = "gzip";
        context.Response.ContentType = "text/plain";
        await using var gzip = new GZipStream(context.Response.Body, CompressionLevel.Fastest);
        var zeros = new byte[1024 * 1024];
        for (var megabytes = 0; megabytes < 64 && !context.RequestAborted.IsCancellationRequested; megabytes++)
        {
            await gzip.WriteAsync(zeros);
        }
    }
}

[CollectionDefinition(Name)]
public sealed class LoopbackCollection : ICollectionFixture<LoopbackServer>
{
    public const string Name = "Loopback server";
}
