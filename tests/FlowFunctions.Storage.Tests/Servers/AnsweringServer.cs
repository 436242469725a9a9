using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Storage.Tests.Servers;

/// <summary>A web server on loopback that answers as a test says, and counts.</summary>
internal sealed class AnsweringServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _requests;

    private AnsweringServer(WebApplication app) => _app = app;

    public int Requests => _requests;

    public Uri Address => new($"{_app.Urls.First()}/account");

    /// <summary>Starts a server.</summary>
    /// <param name="answer">Given the number of the request, from 1.</param>
    public static async Task<AnsweringServer> StartAsync(Func<HttpContext, int, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var server = new AnsweringServer(builder.Build());
        server._app.Run(context => answer(context, Interlocked.Increment(ref server._requests)));
        await server._app.StartAsync();
        return server;
    }

    /// <summary>Starts a server that refuses every request.</summary>
    public static Task<AnsweringServer> RefusingAsync(int status, string code) =>
        StartAsync((context, _) => RefuseAsync(context, status, code));

    /// <summary>Refuses a request as Azure Storage does.</summary>
    public static Task RefuseAsync(HttpContext context, int status, string code)
    {
        context.Response.StatusCode = status;
        context.Response.Headers["x-ms-error-code"] = code;
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
