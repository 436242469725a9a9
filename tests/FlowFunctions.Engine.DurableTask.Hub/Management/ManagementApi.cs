using System.Net;
using FlowFunctions.Engine.DurableTask.Hub.Handler;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Engine.DurableTask.Hub.Management;

/// <summary>
/// The HTTP management API of the Durable Functions extension on a hub, with the extension's routes and status codes, on a loopback port that the system
/// chooses. Each call needs the key as the query parameter <c>code</c>.
/// </summary>
internal sealed class ManagementApi : IAsyncDisposable
{
    private const string Root = "/runtime/webhooks/durabletask";
    private const string InstanceRoute = Root + "/instances/{instanceId}";

    private readonly WebApplication _app;

    private ManagementApi(WebApplication app, string key)
    {
        _app = app;
        BaseUrl = app.Urls.Single() + Root;
        RequiredQuery = $"code={key}";
    }

    /// <summary>The address below which the routes are.</summary>
    public string BaseUrl { get; }

    /// <summary>The query parameters that each call needs.</summary>
    public string RequiredQuery { get; }

    /// <summary>The <c>durableClient</c> binding that names this API.</summary>
    /// <param name="name">The binding's name.</param>
    public DurableClientValue Binding(string name) =>
        new(name, "TestHub", BaseUrl, "http://127.0.0.1:1", RequiredQuery);

    /// <summary>Starts to serve a hub.</summary>
    /// <param name="hub">The hub; it stays the caller's own.</param>
    /// <param name="key">The key that calls need.</param>
    public static async Task<ManagementApi> StartAsync(TaskHub hub, string key)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.Use((http, next) => Authorize(http, next, key));
        Map(app, hub);
        await app.StartAsync();
        return new ManagementApi(app, key);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static Task Authorize(HttpContext http, RequestDelegate next, string key)
    {
        if (http.Request.Query["code"] == key)
        {
            return next(http);
        }

        http.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return Task.CompletedTask;
    }

    private static void Map(WebApplication app, TaskHub hub)
    {
        var start = new StartRoute(hub);
        app.MapPost(Root + "/orchestrators/{name}/{instanceId?}", start.StartAsync);
        var reads = new ReadRoutes(hub);
        app.MapGet(Root + "/instances", reads.ListAsync);
        app.MapGet(InstanceRoute, reads.GetAsync);
        var changes = new ChangeRoutes(hub);
        app.MapDelete(InstanceRoute, changes.PurgeAsync);
        app.MapPost(InstanceRoute + "/raiseEvent/{eventName}", changes.RaiseEventAsync);
        app.MapPost(InstanceRoute + "/rewind", changes.RewindAsync);
        app.MapPost(InstanceRoute + "/terminate", http => changes.TellAsync(http, hub.Terminate));
        app.MapPost(InstanceRoute + "/suspend", http => changes.TellAsync(http, hub.Suspend));
        app.MapPost(InstanceRoute + "/resume", http => changes.TellAsync(http, hub.Resume));
    }
}
