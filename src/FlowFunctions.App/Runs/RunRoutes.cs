using System.Text.Json;
using FlowFunctions.App.Access.Roles;
using FlowFunctions.App.Hosting;
using FlowFunctions.App.OpenApi;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Runs.Callbacks;
using FlowFunctions.App.Runs.Control;
using FlowFunctions.App.Runs.Pins;
using FlowFunctions.App.Runs.Read;
using FlowFunctions.App.Runs.Start;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Storage.Accounts;
using FlowFunctions.Storage.Idempotency;
using FlowFunctions.Storage.Payloads;
using FlowFunctions.Storage.Runs;

namespace FlowFunctions.App.Runs;

/// <summary>Starting, watching and controlling runs.</summary>
internal static class RunRoutes
{
    public static IServiceCollection AddRuns(this IServiceCollection services) =>
        services
            .AddSingleton<RunStore>()
            .AddSingleton<BlobPayloadStore>()
            .AddSingleton<RunPlans>()
            .AddSingleton<RunReader>()
            .AddSingleton<RunStarter>()
            .AddSingleton<RunPreparation>()
            .AddSingleton<PinnedPreparation>()
            .AddSingleton(static provider => new IdempotencyStore(
                provider.GetRequiredService<StorageAccount>(),
                provider.GetRequiredService<TimeProvider>()
            ))
            .AddSingleton<AppIdentity>()
            .AddSingleton(static provider =>
                ClaimSettings.For(
                    provider.GetRequiredService<AppSettings>(),
                    provider.GetRequiredService<AppIdentity>()
                )
            )
            .AddSingleton<ClaimConfirmations>()
            .AddSingleton<ClaimedStarts>()
            .AddSingleton<RunEnds>()
            .AddSingleton<IdempotentStarts>()
            .AddHostedService<IdempotencyCleaning>()
            .AddSingleton<StartRequests>()
            .AddSingleton<StartRun>()
            .AddRunOperations()
            .AddCallbacks()
            .AddRunDescriptions()
            .AddSingleton<GetRun>()
            .AddSingleton<RunList>()
            .AddSingleton<ListRuns>()
            .AddSingleton<ListSteps>()
            .AddSingleton<GetHistory>()
            .AddSingleton<GetPayload>()
            .AddSingleton<RunControls>();

    public static void MapRuns(this IEndpointRouteBuilder api)
    {
        var runs = api.MapGroup("").WithTags("Runs");
        runs.MapPost(
                "/flows/{id}/runs",
                static (
                    string id,
                    HttpContext context,
                    StartRun start,
                    string? wait,
                    int? version,
                    bool? pinned,
                    [AsParameters] CallbackParameters callback
                ) => start.HandleAsync(id, context, wait, version, pinned == true, callback)
            )
            .Requires(Permission.StartRuns, "run.start")
            .WithSummary(
                "Starts a run with the body as its input; with 'wait' it answers with the end of the run, with 'callback' it sends it. With 'pinned' the body is { input, trigger, pins, from, runId }."
            )
            .TakesBody("application/json")
            .ProducesRun()
            .ProducesProblems(400, 404, 409, 413, 429, 503, 507);
        MapReads(runs.MapGroup("/runs"));
        MapControls(runs.MapGroup("/runs/{id}"));
        runs.MapRunOperations();
    }

    private static void MapReads(RouteGroupBuilder runs)
    {
        runs.MapGet(
                "",
                static (HttpContext context, ListRuns list, [AsParameters] RunFilter filter) =>
                    list.HandleAsync(context, filter)
            )
            .Requires(Permission.ReadRuns)
            .WithSummary("Lists runs, newest first.")
            .Produces<RunListDescription>()
            .ProducesProblems(400);
        runs.MapGet("/{id}", static (string id, HttpContext context, GetRun get) => get.HandleAsync(id, context))
            .Requires(Permission.ReadRuns)
            .WithSummary("A run with its steps, and what it waits for.")
            .Produces<RunDescription>()
            .ProducesProblems(404);
        runs.MapGet(
                "/{id}/steps",
                static (string id, HttpContext context, ListSteps list, int? limit, string? continuation) =>
                    list.HandleAsync(id, context, limit, continuation)
            )
            .Requires(Permission.ReadRuns)
            .WithSummary("The steps of a run in the order of its plan.")
            .Produces<RunStepListDescription>()
            .ProducesProblems(400, 404);
        runs.MapGet(
                "/{id}/history",
                static (string id, HttpContext context, GetHistory get, int? limit, string? continuation) =>
                    get.HandleAsync(id, context, limit, continuation)
            )
            .Requires(Permission.ReadRuns)
            .WithSummary("The events of a run as the machine saw them.")
            .Produces<HistoryDescription>()
            .ProducesProblems(400, 404);
        runs.MapGet(
                "/{id}/payloads/{hash}",
                static (string id, string hash, HttpContext context, GetPayload get) =>
                    get.HandleAsync(id, hash, context)
            )
            .Requires(Permission.ReadRuns)
            .WithSummary("A large value of a run.")
            .Produces<JsonElement>()
            .ProducesProblems(404);
    }

    private static void MapControls(RouteGroupBuilder run)
    {
        MapControl(run, "/pause", RunControl.Pause, "Starts nothing new in the run until it is resumed.");
        MapControl(run, "/resume", RunControl.Resume, "Lets a paused run go on.");
        MapControl(run, "/cancel", RunControl.Cancel, "Tells running steps to stop; clean-up steps still run.");
        MapControl(run, "/terminate", RunControl.Terminate, "Ends the run at once, without clean-up steps.");
        run.MapPost(
                "/signals/{name}",
                static (string id, string name, HttpContext context, RunControls controls) =>
                    controls.SignalAsync(id, name, context)
            )
            .Requires(Permission.ControlRuns, "run.signal")
            .WithSummary("Sends the run a signal that carries the body; it is kept if it comes early.")
            .TakesBody("application/json")
            .Produces<RunSummaryDescription>(StatusCodes.Status202Accepted)
            .ProducesProblems(400, 404, 409, 413);
    }

    private static void MapControl(RouteGroupBuilder run, string route, RunControl control, string summary) =>
        run.MapPost(
                route,
                (string id, HttpContext context, RunControls controls) => controls.ControlAsync(id, control, context)
            )
            .Requires(Permission.ControlRuns, $"run.{route[1..]}")
            .WithSummary(summary)
            .TakesBody("application/json")
            .Produces<RunSummaryDescription>(StatusCodes.Status202Accepted)
            .ProducesProblems(400, 404, 409);
}
