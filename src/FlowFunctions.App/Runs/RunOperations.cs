using FlowFunctions.App.Access.Roles;
using FlowFunctions.App.OpenApi;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Runs.Bulk;
using FlowFunctions.App.Runs.Callbacks;
using FlowFunctions.App.Runs.Delete;
using FlowFunctions.App.Runs.Live;
using FlowFunctions.App.Runs.Logs;
using FlowFunctions.App.Runs.Read;
using FlowFunctions.App.Runs.Rerun;
using FlowFunctions.App.Runs.Start;
using FlowFunctions.Storage.Logs;

namespace FlowFunctions.App.Runs;

/// <summary>What is done with runs beyond starting, watching and controlling them.</summary>
internal static class RunOperations
{
    public static IServiceCollection AddRunOperations(this IServiceCollection services) =>
        services
            .AddSingleton<RerunPreparation>()
            .AddSingleton<RerunRun>()
            .AddSingleton<LogStore>()
            .AddSingleton<RunRemoval>()
            .AddSingleton<DeleteRun>()
            .AddSingleton<BulkSelection>()
            .AddSingleton<BulkRuns>()
            .AddSingleton<RunChanges>()
            .AddSingleton<IRunWatcher>(static provider => provider.GetRequiredService<RunChanges>())
            .AddSingleton<GetLogs>();

    public static void MapRunOperations(this IEndpointRouteBuilder api)
    {
        var runs = api.MapGroup("/runs");
        runs.MapPost(
                "/{id}/rerun",
                static (
                    string id,
                    HttpContext context,
                    RerunRun rerun,
                    string? wait,
                    [AsParameters] CallbackParameters callback
                ) => rerun.HandleAsync(id, context, wait, callback)
            )
            .Requires(Permission.StartRuns, "run.rerun")
            .WithSummary("Starts a new run that takes results of an ended one over.")
            .TakesBody("application/json")
            .ProducesRun()
            .ProducesProblems(400, 404, 409, 413, 429, 503, 507);
        runs.MapCallbacks();
        runs.MapDelete(
                "/{id}",
                static (string id, HttpContext context, DeleteRun delete) => delete.HandleAsync(id, context)
            )
            .Requires(Permission.DeleteRuns, "run.delete")
            .WithSummary("Deletes an ended run with its logs and the runs that it called.")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblems(404, 409);
        runs.MapPost("/bulk", static (HttpContext context, BulkRuns bulk) => bulk.HandleAsync(context))
            .Requires(Permission.ControlRuns, "run.bulk")
            .WithSummary("Cancels, pauses, resumes, reruns or deletes the runs that a query finds.")
            .TakesBody("application/json")
            .Produces<BulkDescription>()
            .ProducesProblems(400);
        runs.MapGet(
                "/{id}/logs",
                static (string id, HttpContext context, GetLogs get, [AsParameters] LogFilter filter) =>
                    get.HandleAsync(id, context, filter)
            )
            .RequiresAllAlong(Permission.ReadRuns)
            .WithSummary("What happened in a run, line by line; with 'follow' until it ends.")
            .Produces<LogDescription>()
            .ProducesProblems(400, 404, 406);
    }
}
