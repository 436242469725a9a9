using System.Collections.Concurrent;
using System.Net;
using FlowFunctions.Engine.DurableTask.Clients.Management;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Engine.DurableTask.Tests.Clients;

/// <summary>A real web server on loopback in the Functions host's place, whose extension answers as a test says.</summary>
internal sealed class ScriptedHost : IAsyncDisposable
{
    /// <summary>The extension's key; no message may show it.</summary>
    public const string Key = "s3cr3t-Key==";

    private readonly WebApplication _web;

    private ScriptedHost(WebApplication web) => _web = web;

    /// <summary>What came: METHOD TARGET.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>The bodies that came, in the same order.</summary>
    public ConcurrentQueue<string> Bodies { get; } = new();

    /// <summary>What the host tells of itself.</summary>
    public DurableClientBinding Binding =>
        new("Hub", new($"{_web.Urls.First()}/runtime/webhooks/durabletask"), null, $"code={Uri.EscapeDataString(Key)}");

    /// <summary>Starts a host.</summary>
    /// <param name="answers">The answer to each request in turn; the last one again to all that follow.</param>
    public static async Task<ScriptedHost> StartAsync(params Func<HttpContext, Task>[] answers)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(static kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, 0, static listen => listen.Protocols = HttpProtocols.Http1);
        });
        builder.Logging.ClearProviders();
        var host = new ScriptedHost(builder.Build());
        var count = -1;
        host._web.Run(async context =>
        {
            using var body = new StreamReader(context.Request.Body);
            host.Bodies.Enqueue(await body.ReadToEndAsync());
            var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
            host.Requests.Enqueue($"{context.Request.Method} {target}");
            await answers[Math.Min(Interlocked.Increment(ref count), answers.Length - 1)](context);
        });
        await host._web.StartAsync();
        return host;
    }

    /// <summary>Answers with a status and nothing else.</summary>
    public static Func<HttpContext, Task> Status(int status, params (string Name, string Value)[] headers) =>
        Json(status, "", headers);

    /// <summary>Answers with JSON.</summary>
    public static Func<HttpContext, Task> Json(int status, string json, params (string Name, string Value)[] headers) =>
        context =>
        {
            context.Response.StatusCode = status;
            foreach (var (name, value) in headers)
            {
                context.Response.Headers[name] = value;
            }

            return context.Response.WriteAsync(json);
        };

    /// <summary>Breaks the connection off without an answer.</summary>
    public static Task BreakOff(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    /// <summary>Says nothing until the client goes.</summary>
    public static async Task Hang(HttpContext context)
    {
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = context.RequestAborted.Register(gone.SetResult);
        await gone.Task;
    }

    public ValueTask DisposeAsync() => _web.DisposeAsync();
}
