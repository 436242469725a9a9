using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using FlowFunctions.Engine.DurableTask.Hub.Handler;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Engine.DurableTask.Tests.Hub;

/// <summary>A custom handler that keeps what it is sent and answers what it is told.</summary>
internal sealed class RecordingHandler : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RecordingHandler(WebApplication app)
    {
        _app = app;
        Caller = new HandlerCaller(new Uri(app.Urls.Single()), TimeProvider.System);
    }

    /// <summary>Calls this handler.</summary>
    public HandlerCaller Caller { get; }

    /// <summary>The requests: protocol, headers and body.</summary>
    public ConcurrentQueue<(
        string Protocol,
        Dictionary<string, string> Headers,
        string Path,
        JsonElement Body
    )> Requests { get; } = [];

    /// <summary>The status of the next answers.</summary>
    public int Status { get; set; } = StatusCodes.Status200OK;

    /// <summary>The body of the next answers.</summary>
    public string Answer { get; set; } = """{"Outputs":{},"Logs":["done"],"ReturnValue":null}""";

    public static async Task<RecordingHandler> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        RecordingHandler? handler = null;
        app.Run(http => handler!.HandleAsync(http));
        await app.StartAsync();
        return handler = new RecordingHandler(app);
    }

    public async ValueTask DisposeAsync()
    {
        Caller.Dispose();
        await _app.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext http)
    {
        using var body = await JsonDocument.ParseAsync(http.Request.Body);
        var headers = http.Request.Headers.ToDictionary(
            header => header.Key,
            header => header.Value.ToString(),
            StringComparer.OrdinalIgnoreCase
        );
        Requests.Enqueue((http.Request.Protocol, headers, http.Request.Path, body.RootElement.Clone()));
        http.Response.StatusCode = Status;
        await http.Response.WriteAsync(Answer);
    }
}
