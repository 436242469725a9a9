using FlowFunctions.App.Access.Roles;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Runs.Bulk;
using FlowFunctions.App.Runs.Callbacks;
using FlowFunctions.App.Runs.Delete;
using FlowFunctions.App.Runs.Live;
using FlowFunctions.App.Runs.Logs;
using FlowFunctions.App.Runs.Rerun;
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
            .Requires(Permission.StartRuns)
            .WithSummary("Starts a new run that takes results of an ended one over.");
        runs.MapCallbacks();
        runs.MapDelete(
                "/{id}",
                static (string id, HttpContext context, DeleteRun delete) => delete.HandleAsync(id, context)
            )
            .Requires(Permission.DeleteRuns)
            .WithSummary("Deletes an ended run with its logs and the runs that it called.");
        runs.MapPost("/bulk", static (HttpContext context, BulkRuns bulk) => bulk.HandleAsync(context))
            .Requires(Permission.ControlRuns)
            .WithSummary("Cancels, pauses, resumes, reruns or deletes the runs that a query finds.");
        runs.MapGet(
                "/{id}/logs",
                static (string id, HttpContext context, GetLogs get, [AsParameters] LogFilter filter) =>
                    get.HandleAsync(id, context, filter)
            )
            .Requires(Permission.ReadRuns)
            .WithSummary("What happened in a run, line by line; with 'follow' until it ends.")
            .ProducesProblems(400, 404, 406);
    }
}
