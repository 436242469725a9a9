namespace FlowFunctions.App.Health;

/// <summary>Whether the app lives and whether it can take work.</summary>
internal static class HealthRoutes
{
    public static IServiceCollection AddHealth(this IServiceCollection services) => services;

    public static void MapHealth(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/healthz", static () => TypedResults.Text("ok")).ExcludeFromDescription();
}
