using FlowFunctions.App.Access;
using FlowFunctions.App.Access.Audit;
using FlowFunctions.App.Access.Roles;
using FlowFunctions.App.Approvals;
using FlowFunctions.App.Durable;
using FlowFunctions.App.Engine;
using FlowFunctions.App.Events;
using FlowFunctions.App.Files;
using FlowFunctions.App.Flows;
using FlowFunctions.App.FunctionsHost;
using FlowFunctions.App.Health;
using FlowFunctions.App.Health.Telemetry;
using FlowFunctions.App.Limits;
using FlowFunctions.App.Limits.Rates;
using FlowFunctions.App.OpenApi;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Requests;
using FlowFunctions.App.Runs;
using FlowFunctions.App.Scripts;
using FlowFunctions.App.Secrets;
using FlowFunctions.App.Site;
using FlowFunctions.App.Steps;
using FlowFunctions.App.Triggers;
using FlowFunctions.App.Triggers.Webhooks;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging.Console;

namespace FlowFunctions.App.Hosting;

/// <summary>The running app: web server, engine and the writers of records.</summary>
internal sealed class FlowApp : IAsyncDisposable
{
    private readonly WebApplication _web;

    private FlowApp(WebApplication web) => _web = web;

    /// <summary>Where it listens, for example <c>http://127.0.0.1:7071</c>.</summary>
    public string Address => _web.Urls.First();

    /// <summary>What it is made of.</summary>
    public IServiceProvider Services => _web.Services;

    /// <summary>Starts an app: tables and containers exist, open runs go on, and requests are answered when this returns.</summary>
    /// <param name="settings">What it is started with.</param>
    /// <param name="configure">Adds to or replaces parts, for tests and for the hosts.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    public static async Task<FlowApp> StartAsync(
        AppSettings settings,
        Action<WebApplicationBuilder>? configure = null,
        CancellationToken cancellationToken = default
    )
    {
        var app = new FlowApp(Build(settings, configure));
        try
        {
            await app._web.StartAsync(cancellationToken);
            return app;
        }
        catch
        {
            // Why the start failed is what counts; a host that is half started may not be able to stop.
            await app.DisposeAsync().AsTask().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
    }

    /// <summary>Waits until the app is told to stop.</summary>
    public Task WaitForShutdownAsync(CancellationToken cancellationToken = default) =>
        _web.WaitForShutdownAsync(cancellationToken);

    /// <summary>Stops taking requests, hands open runs over to the next start, and stores what is on its way.</summary>
    public async ValueTask DisposeAsync()
    {
        await _web.StopAsync(CancellationToken.None);
        await _web.DisposeAsync();
    }

    private static WebApplication Build(AppSettings settings, Action<WebApplicationBuilder>? configure)
    {
        // Settings are read before: what the web server finds by itself must not change them.
        var builder = WebApplication.CreateEmptyBuilder(
            new WebApplicationOptions { ApplicationName = "FlowFunctions" }
        );
        builder.Logging.AddConsole(static options => options.FormatterName = LineFormatter.FormatterName);
        builder.Logging.AddConsoleFormatter<LineFormatter, ConsoleFormatterOptions>();
        builder.Logging.AddFilter(null, LogLevel.Warning);

        // It says nothing that ProblemMiddleware does not, and would make an activity for each request that nobody traces.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(Limit).UseUrls(settings.Url);
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton(settings.TimeProvider);
        builder
            .Services.AddTelemetry(Environment.GetEnvironmentVariable)
            .AddStorage(settings)
            .AddAccess(settings.Access)
            .AddAudit(settings)
            .AddLimits(settings)
            .AddFlows()
            .AddFiles()
            .AddStepTypes()
            .AddRuns()
            .AddApprovals()
            .AddTriggers(settings)
            .AddScripts(settings)
            .AddSteps()
            .AddEvents()
            .AddSecrets(settings)
            .AddHealth()
            .AddApiDescription()
            .AddSite(settings);
        AddEngine(builder.Services, settings);
        configure?.Invoke(builder);
        var web = builder.Build();
        web.UseMiddleware<AnswerHeaders>();
        web.UseMiddleware<ProblemMiddleware>();
        if (settings.FunctionsHost is not null)
        {
            // The address that links begin with is that of the host's caller.
            web.UseForwardedHeaders(new() { ForwardedHeaders = ForwardedHeaders.XForwardedProto });
            web.Use(LengthCheck.CheckAsync);
        }
        else if (settings.Access.Proxies.Count > 0)
        {
            web.UseForwardedHeaders(Believing(settings.Access.Proxies));
        }

        web.UseRouting();
        web.UseMiddleware<AccessMiddleware>();
        web.UseMiddleware<RateMiddleware>();
        web.UseMiddleware<AuditMiddleware>();
        web.MapHealth();
        web.MapApprovalLinks(settings.LinkPath);
        web.MapHooks();
        var api = web.MapGroup("/api");
        api.MapAccess();
        api.MapAudit();
        api.MapLimits();
        api.MapFlows();
        api.MapFiles();
        api.MapStepTypes();
        api.MapRuns();
        api.MapEvents();
        api.MapApprovals();
        api.MapSecrets();
        api.MapTriggers();
        api.MapAbout();
        api.MapApiDescription();
        if (settings.FunctionsHost is not null)
        {
            web.MapFunctionsHost();
        }

        web.MapSite();
        web.CheckRules();
        return web;
    }

    /// <summary>Whether callers speak HTTPS is what the proxies say that the settings name, and nobody else.</summary>
    private static ForwardedHeadersOptions Believing(IReadOnlyList<System.Net.IPNetwork> proxies)
    {
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedProto };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var proxy in proxies)
        {
            options.KnownIPNetworks.Add(proxy);
        }

        return options;
    }

    private static IServiceCollection AddEngine(IServiceCollection services, AppSettings settings) =>
        settings.FunctionsHost is { } host ? services.AddFunctionsHost(host)
        : settings.Backend is { } backend ? services.AddBackend(backend)
        : services.AddEmbeddedEngine(settings);

    private static void Limit(KestrelServerOptions options)
    {
        options.AddServerHeader = false;

        // Routes have limits of their own and answer when they are exceeded; beyond this the connection just ends.
        options.Limits.MaxRequestBodySize = RequestLimits.MaxBytes;
        options.Limits.MaxRequestLineSize = 16 * 1024;
    }
}
