using FlowFunctions.App.Access.Roles;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Runs.Live;
using FlowFunctions.Storage.Callbacks;

namespace FlowFunctions.App.Runs.Callbacks;

/// <summary>Telling receivers of the ends of runs.</summary>
internal static class CallbackRoutes
{
    public static IServiceCollection AddCallbacks(this IServiceCollection services) =>
        services
            .AddSingleton<CallbackSettings>()
            .AddSingleton<CallbackStore>()
            .AddSingleton<CallbackChecks>()
            .AddSingleton<CallbackBook>()
            .AddSingleton<CallbackQueue>()
            .AddSingleton<CallbackSender>()
            .AddSingleton<CallbackDelivery>()
            .AddSingleton<IRunWatcher, CallbackWatcher>()
            .AddHostedService<CallbackService>()
            .AddSingleton<GetCallback>();

    public static void MapCallbacks(this IEndpointRouteBuilder runs) =>
        runs.MapGet(
                "/{id}/callback",
                static (string id, HttpContext context, GetCallback get) => get.HandleAsync(id, context)
            )
            .Requires(Permission.ReadRuns)
            .WithSummary("Who is told of the run's end, and whether they have taken it.")
            .Produces<CallbackDescription>()
            .ProducesProblems(404);
}
