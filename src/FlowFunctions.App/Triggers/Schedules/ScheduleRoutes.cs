using FlowFunctions.App.Access.Roles;
using FlowFunctions.App.OpenApi;
using FlowFunctions.App.Problems;

namespace FlowFunctions.App.Triggers.Schedules;

/// <summary>What people ask of schedules.</summary>
internal static class ScheduleRoutes
{
    private const string Json = "application/json";

    public static IServiceCollection AddScheduleRoutes(this IServiceCollection services) =>
        services
            .ConfigureHttpJsonOptions(static options =>
                options.SerializerOptions.TypeInfoResolverChain.Insert(0, ScheduleJson.Default)
            )
            .AddSingleton<ScheduleReader>()
            .AddSingleton<ListSchedules>()
            .AddSingleton<UpcomingTimes>()
            .AddSingleton<PreviewSchedule>()
            .AddSingleton<BackfillSchedule>()
            .AddSingleton<PauseSchedule>();

    public static void MapSchedules(this IEndpointRouteBuilder api)
    {
        var schedules = api.MapGroup("/schedules").WithTags("Schedules");
        MapReading(schedules);
        schedules
            .MapPost(
                "/{id}/backfill",
                static (string id, HttpContext context, BackfillSchedule backfill) => backfill.HandleAsync(id, context)
            )
            .Requires(Permission.StartRuns, "schedule.backfill")
            .WithSummary("Starts the runs of a window of the past, 'from' to 'to'; what ran already is not run again.")
            .TakesBody(Json)
            .Produces<BackfillResource>()
            .ProducesProblems(400, 404, 409, 413);
        schedules
            .MapPost(
                "/{id}/pause",
                static (string id, HttpContext context, PauseSchedule pause) => pause.PauseAsync(id, context)
            )
            .Requires(Permission.SwitchTriggers, "schedule.pause")
            .WithSummary("Pauses a schedule: times until it is resumed have no run.")
            .TakesBody(Json)
            .Produces<ScheduleResource>()
            .ProducesProblems(400, 404);
        schedules
            .MapPost(
                "/{id}/resume",
                static (string id, HttpContext context, PauseSchedule pause) => pause.ResumeAsync(id, context)
            )
            .Requires(Permission.SwitchTriggers, "schedule.resume")
            .WithSummary("Lets a schedule go on from now.")
            .Produces<ScheduleResource>()
            .ProducesProblems(404);
    }

    private static void MapReading(RouteGroupBuilder schedules)
    {
        schedules
            .MapGet(
                "",
                static (HttpContext context, ListSchedules list, string? flow, int? limit, string? continuation) =>
                    list.HandleAsync(context, flow, limit, continuation)
            )
            .Requires(Permission.ReadFlows)
            .WithSummary("The schedules of published flows by flow and trigger, with their next and last runs.")
            .Produces<ScheduleListResource>()
            .ProducesProblems(400);
        schedules
            .MapGet(
                "/{id}",
                static (string id, HttpContext context, ListSchedules list) => list.HandleAsync(id, context)
            )
            .Requires(Permission.ReadFlows)
            .WithSummary("A schedule; its id is FLOW.TRIGGER.")
            .Produces<ScheduleResource>()
            .ProducesProblems(404);
        schedules
            .MapGet(
                "/{id}/upcoming",
                static (string id, HttpContext context, UpcomingTimes upcoming, int? count, string? from) =>
                    upcoming.Handle(id, context, count, from)
            )
            .Requires(Permission.ReadFlows)
            .WithSummary("The next times of a schedule, 20 unless 'count' says otherwise.")
            .Produces<UpcomingResource>()
            .ProducesProblems(400, 404, 409);
        schedules
            .MapPost("/preview", static (HttpContext context, PreviewSchedule preview) => preview.HandleAsync(context))
            .RequiresSome(Permission.ReadFlows, changesNothing: true)
            .WithSummary("The next times of a schedule that need not be saved, or what is wrong with it.")
            .TakesBody(Json)
            .Produces<UpcomingResource>()
            .ProducesProblems(400, 413);
    }
}
