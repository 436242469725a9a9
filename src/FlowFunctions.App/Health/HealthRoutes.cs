using FlowFunctions.App.Health.About;
using FlowFunctions.App.Health.Metrics;
using FlowFunctions.App.Health.Readiness;

namespace FlowFunctions.App.Health;

/// <summary>Whether the app lives, whether it can take work, and what it measures.</summary>
internal static class HealthRoutes
{
    public static IServiceCollection AddHealth(this IServiceCollection services) =>
        services
            .ConfigureHttpJsonOptions(static options =>
                options.SerializerOptions.TypeInfoResolverChain.Insert(0, AboutJson.Default)
            )
            .AddSingleton<StorageProbe>()
            .AddSingleton<ReadinessCheck>()
            .AddSingleton<ReadAbout>()
            .AddSingleton<MetricsCollector>();

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        var health = routes.MapGroup("").ExcludeFromDescription().DisableHttpMetrics();
        health.MapGet("/healthz", static () => TypedResults.Text("ok"));
        health.MapGet("/readyz", static (ReadinessCheck check) => check.HandleAsync());
        health.MapGet(
            "/metrics",
            static (MetricsCollector metrics) =>
                TypedResults.Text(metrics.Read(PrometheusText.Of), PrometheusText.MediaType)
        );
    }

    public static void MapAbout(this IEndpointRouteBuilder api) =>
        api.MapGet("/about", static (HttpContext context, ReadAbout about) => about.HandleAsync(context))
            .WithTags("Installation")
            .WithSummary("What this installation is made of, its limits, and whether it can take work.")
            .Produces<AboutResource>();
}
