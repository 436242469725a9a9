using System.Collections.Concurrent;
using FlowFunctions.Cli.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Cli.Tests.Server;

/// <summary>A real web server on loopback that answers one request after the other as it was told; for what an app cannot be made to do.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly WebApplication _web;
    private readonly ConcurrentQueue<Func<HttpContext, Task>> _answers;

    private ScriptedServer(WebApplication web, ConcurrentQueue<Func<HttpContext, Task>> answers) =>
        (_web, _answers) = (web, answers);

    /// <summary>Where it is.</summary>
    public Uri Address => ServerAddress.Parse(_web.Urls.First());

    /// <summary>The address as an option.</summary>
    public string Option => $"--server={ServerAddress.Show(Address)}";

    /// <summary>What it was asked: METHOD PATH?QUERY HEADERS.</summary>
    public ConcurrentQueue<ReceivedRequest> Received { get; } = new();

    /// <summary>Starts a server.</summary>
    /// <param name="answers">Its answers; after the last one it answers 410.</param>
    public static async Task<ScriptedServer> StartAsync(params IEnumerable<Func<HttpContext, Task>> answers)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var server = new ScriptedServer(builder.Build(), new(answers));
        server._web.Run(server.AnswerAsync);
        await server._web.StartAsync();
        return server;
    }

    /// <summary>Answers with JSON.</summary>
    public static Func<HttpContext, Task> Json(int status, string json, params (string Name, string Value)[] headers) =>
        async context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = "application/json";
            foreach (var (name, value) in headers)
            {
                context.Response.Headers[name] = value;
            }

            await context.Response.WriteAsync(json);
        };

    /// <summary>Breaks the connection instead of answering.</summary>
    public static Task BreakOff(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync() => await _web.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = new StreamReader(context.Request.Body);
        var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        Received.Enqueue(
            new(
                $"{context.Request.Method} {target}",
                await body.ReadToEndAsync(),
                context.Request.Headers.ToDictionary(
                    static header => header.Key,
                    static header => header.Value.ToString(),
                    StringComparer.OrdinalIgnoreCase
                )
            )
        );
        if (_answers.TryDequeue(out var answer))
        {
            await answer(context);
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status410Gone;
        }
    }
}

/// <summary>A request that came.</summary>
internal sealed record ReceivedRequest(string Line, string Body, Dictionary<string, string> Headers);
