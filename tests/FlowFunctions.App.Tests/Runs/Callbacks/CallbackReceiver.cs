using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.App.Tests.Runs.Callbacks;

/// <summary>A real web server that takes callbacks; it answers what the test says, and 204 when it says nothing more.</summary>
internal sealed class CallbackReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Func<HttpContext, Task>> _answers = new();
    private readonly Channel<Call> _calls = Channel.CreateUnbounded<Call>();

    private CallbackReceiver()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.MapPost("/{**path}", TakeAsync);
    }

    /// <summary>The address to call.</summary>
    public string Url => _app.Urls.Single() + "/done?token=private";

    /// <summary>How many calls nobody has looked at.</summary>
    public int Unread => _calls.Reader.Count;

    public static async Task<CallbackReceiver> StartAsync()
    {
        var receiver = new CallbackReceiver();
        await receiver._app.StartAsync();
        return receiver;
    }

    /// <summary>Answers the next call with a status.</summary>
    public void Answer(int status, string? retryAfter = null, string? location = null) =>
        _answers.Enqueue(context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.RetryAfter = retryAfter;
            context.Response.Headers.Location = location;
            return Task.CompletedTask;
        });

    /// <summary>Answers the next call when the caller has gone.</summary>
    public void Hang() =>
        _answers.Enqueue(static context =>
            Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(static _ => { }, TaskScheduler.Default)
        );

    /// <summary>The next call.</summary>
    public async Task<Call> NextAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        return await _calls.Reader.ReadAsync(limit.Token);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var headers = context.Request.Headers.ToDictionary(
            static header => header.Key.ToLowerInvariant(),
            static header => header.Value.ToString(),
            StringComparer.Ordinal
        );
        var call = new Call(context.Request.Path + context.Request.QueryString, headers, body.ToArray());
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        if (_answers.TryDequeue(out var answer))
        {
            await answer(context);
        }

        await _calls.Writer.WriteAsync(call);
    }
}

/// <summary>A call that came.</summary>
internal sealed record Call(string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public JsonElement Json => JsonElement.Parse(Body);

    public string Id => Headers["webhook-id"];

    /// <summary>The signature that a receiver computes from what came, by the words of the specification alone.</summary>
    public string Expected(string secret)
    {
        var key = secret.StartsWith("whsec_", StringComparison.Ordinal)
            ? Convert.FromBase64String(secret["whsec_".Length..])
            : Encoding.UTF8.GetBytes(secret);
        var signed = string.Create(
            CultureInfo.InvariantCulture,
            $"{Id}.{Headers["webhook-timestamp"]}.{Encoding.UTF8.GetString(Body)}"
        );
        return "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(signed)));
    }
}
