using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using FlowFunctions.App.Access.Tokens.Issuers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace FlowFunctions.App.Tests.Access.Tokens;

/// <summary>A provider as OpenID Connect Discovery 1.0 describes it; what it answers can be changed while it runs.</summary>
internal sealed class OidcServer(X509Certificate2? certificate = null) : IAsyncDisposable
{
    public const string Audience = "api://flows";
    private WebApplication? _web;
    private int _asked;

    /// <summary>Where it is.</summary>
    public string Address => _web!.Urls.First();

    /// <summary>What it calls itself, where that is not its address.</summary>
    public string? Issuer { get; set; }

    /// <summary>Where it says that its keys are, where that is not the truth.</summary>
    public string? KeysAddress { get; set; }

    /// <summary>Its key set.</summary>
    public string Keys { get; set; } = """{"keys":[]}""";

    /// <summary>The status that everything is answered with; null for an answer.</summary>
    public int? Status { get; set; }

    /// <summary>What else it does: paths, and what answers there.</summary>
    public Dictionary<string, RequestDelegate> Routes { get; } = [];

    /// <summary>What else it tells of itself: names of endpoints, and their paths.</summary>
    public Dictionary<string, string> Endpoints { get; } = [];

    /// <summary>How often it was asked for its keys.</summary>
    public int Asked => Volatile.Read(ref _asked);

    internal IssuerSettings Settings => new("main", Address, [Audience]);

    public async Task StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder
            .WebHost.UseKestrelCore()
            .UseKestrelHttpsConfiguration()
            .ConfigureKestrel(options => options.Listen(System.Net.IPAddress.Loopback, 0, Listen));
        _web = builder.Build();
        _web.Run(AnswerAsync);
        await _web.StartAsync();
    }

    public async ValueTask DisposeAsync() => await _web!.DisposeAsync();

    private void Listen(ListenOptions options)
    {
        if (certificate is not null)
        {
            options.UseHttps(certificate);
        }
    }

    private Task AnswerAsync(HttpContext context)
    {
        if (context.Request.Path == "/keys")
        {
            Interlocked.Increment(ref _asked);
        }

        if (Status is { } status)
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        }

        var described = Endpoints.ToDictionary(static one => one.Key, one => Address + one.Value);
        described["issuer"] = Issuer ?? Address;
        described["jwks_uri"] = KeysAddress ?? $"{Address}/keys";
        return context.Request.Path.Value switch
        {
            { } path when Routes.TryGetValue(path, out var answer) => answer(context),
            "/.well-known/openid-configuration" or "/organizations/v2.0/.well-known/openid-configuration" =>
                context.Response.WriteAsync(JsonSerializer.Serialize(described)),
            "/keys" => context.Response.WriteAsync(Keys),
            _ => NotFound(context),
        };
    }

    private static Task NotFound(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
