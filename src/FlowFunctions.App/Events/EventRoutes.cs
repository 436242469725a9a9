using FlowFunctions.App.Access.Roles;
using FlowFunctions.App.Events.Feeds;
using FlowFunctions.App.Events.Streams;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Runs.Live;
using FlowFunctions.App.Runs.Read;

namespace FlowFunctions.App.Events;

/// <summary>Live events: of one run, and of all.</summary>
internal static class EventRoutes
{
    public static IServiceCollection AddEvents(this IServiceCollection services) =>
        services
            .AddSingleton<EventLimits>()
            .AddSingleton<EventIds>()
            .AddSingleton<EventMemory>()
            .AddSingleton<RunFeeds>()
            .AddSingleton<AllRunsFeed>()
            .AddSingleton<IRunWatcher>(static provider => provider.GetRequiredService<RunFeeds>())
            .AddSingleton<IRunWatcher>(static provider => provider.GetRequiredService<AllRunsFeed>())
            .AddSingleton<ILogWatcher>(static provider => provider.GetRequiredService<RunFeeds>())
            .AddSingleton<WaitReasons>()
            .AddSingleton<EventReaders>()
            .AddSingleton<EventServices>()
            .AddSingleton<RunEvents>()
            .AddSingleton<AllEvents>();

    public static void MapEvents(this IEndpointRouteBuilder api)
    {
        // How long somebody listened says nothing about how quickly the app answers.
        var events = api.MapGroup("").WithTags("Events").DisableHttpMetrics();
        events
            .MapGet(
                "/runs/{id}/events",
                static (string id, HttpContext context, RunEvents events, string? after, string? wait) =>
                    events.HandleAsync(id, context, after, wait)
            )
            .RequiresAllAlong(Permission.ReadRuns)
            .WithSummary("What happens to a run, as server-sent events or by long-polling.")
            .Produces<EventListDescription>()
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblems(400, 404, 406, 429, 503);
        events
            .MapGet(
                "/events",
                static (
                    HttpContext context,
                    AllEvents events,
                    string? flow,
                    string? status,
                    string? after,
                    string? wait
                ) => events.Handle(context, flow, status, after, wait)
            )
            .RequiresAllAlong(Permission.ReadRuns)
            .WithSummary("How runs begin, pause and end, as server-sent events or by long-polling.")
            .Produces<EventListDescription>()
            .ProducesProblems(400, 406, 503);
    }
}
