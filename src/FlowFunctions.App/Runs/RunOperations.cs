using FlowFunctions.App.Runs.Rerun;

namespace FlowFunctions.App.Runs;

/// <summary>What is done with runs beyond starting, watching and controlling them.</summary>
internal static class RunOperations
{
    public static IServiceCollection AddRunOperations(this IServiceCollection services) =>
        services.AddSingleton<RerunPreparation>().AddSingleton<RerunRun>();

    public static void MapRunOperations(this IEndpointRouteBuilder api)
    {
        var runs = api.MapGroup("/runs");
        runs.MapPost(
                "/{id}/rerun",
                static (string id, HttpContext context, RerunRun rerun, string? wait) =>
                    rerun.HandleAsync(id, context, wait)
            )
            .WithSummary("Starts a new run that takes results of an ended one over.");
    }
}
