using System.Collections.Concurrent;
using System.Net;
using FlowFunctions.Runners.Folders;
using FlowFunctions.Runners.Sessions;
using FlowFunctions.Runners.Tests.Folders;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Runners.Tests.Sessions;

/// <summary>A session pool as Azure's answers it, with one real runner behind all sessions.</summary>
public sealed class TestPool : IAsyncLifetime
{
    private readonly TestFolder _disk = new();
    private readonly ConcurrentQueue<Func<HttpContext, Task>> _plan = new();
    private WebApplication _app = null!;
    private ScriptRunner _runner = null!;
    private ScriptFolders _folders = null!;

    /// <summary>The requests so far, as <c>METHOD path?query</c>, newest last.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>Done when the pool was told to end a session.</summary>
    public TaskCompletionSource<string> Stopped { get; private set; } = new();

    /// <summary>Done when a caller went away while its script was running.</summary>
    public TaskCompletionSource Abandoned { get; private set; } = new();

    public Uri Endpoint => new(_app.Urls.Single());

    public async Task InitializeAsync()
    {
        _runner = await ScriptRunner.StartAsync(
            new() { Sandbox = SandboxKind.Bubblewrap, Folder = _disk["r"] },
            TimeProvider.System
        );
        _folders = new(new() { Root = _disk["f"] }, TimeProvider.System);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Limits.MaxRequestBodySize = null;
        });
        _app = builder.Build();
        _app.Run(HandleAsync);
        await _app.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        await _runner.DisposeAsync();
        _folders.Dispose();
        _disk.Dispose();
    }

    /// <summary>Forgets what was, and answers the next requests so; after these the sessions answer.</summary>
    public void Answer(params Func<HttpContext, Task>[] plan)
    {
        Requests.Clear();
        _plan.Clear();
        (Stopped, Abandoned) = (new(), new());
        foreach (var one in plan)
        {
            _plan.Enqueue(one);
        }
    }

    private Task HandleAsync(HttpContext context)
    {
        Requests.Enqueue($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}");
        if (context.Request.Headers.Authorization != "Bearer the-token")
        {
            context.Response.StatusCode = 401;
            return Task.CompletedTask;
        }

        if (context.Request.Path == "/.management/stopSession")
        {
            Stopped.TrySetResult(context.Request.Query["identifier"].ToString());
            return Task.CompletedTask;
        }

        return _plan.TryDequeue(out var answer) ? answer(context) : RunAsync(context);
    }

    private async Task RunAsync(HttpContext context)
    {
        context.Features.Get<IHttpResponseBodyFeature>()!.DisableBuffering();
        context.Response.ContentType = SessionHost.AnswerType;
        var host = new SessionHost(_runner, _folders, TimeProvider.System);
        try
        {
            await host.HandleAsync(context.Request.Body, context.Response.Body, context.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            Abandoned.TrySetResult();
        }
    }
}
