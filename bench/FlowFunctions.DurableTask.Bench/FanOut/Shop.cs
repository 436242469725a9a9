using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.DurableTask.Bench.FanOut;

/// <summary>What the steps of the app call.</summary>
internal sealed class Shop : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Shop(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single();

    public static async Task<Shop> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.MapGet(
            "/",
            static () => Results.Text("""{"id":"o-20713","status":"accepted","total":129.9}""", "application/json")
        );
        await app.StartAsync();
        return new Shop(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
