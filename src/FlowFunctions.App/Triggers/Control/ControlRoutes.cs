using FlowFunctions.App.Access.Roles;
using FlowFunctions.App.Flows;
using FlowFunctions.App.OpenApi;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Runs.Callbacks;
using FlowFunctions.App.Runs.Start;
using FlowFunctions.Storage.Triggers;

namespace FlowFunctions.App.Triggers.Control;

/// <summary>Looking at triggers, pausing them and firing them by hand.</summary>
internal static class ControlRoutes
{
    private const string Json = "application/json";

    public static IServiceCollection AddTriggerControl(this IServiceCollection services) =>
        services
            .ConfigureHttpJsonOptions(static options =>
                options.SerializerOptions.TypeInfoResolverChain.Insert(0, TriggerJson.Default)
            )
            .AddSingleton<TriggerRecordStore>()
            .AddSingleton<TriggerActivity>()
            .AddSingleton<TriggerRemoval>()
            .AddHostedService<ActivityWriting>()
            .AddSingleton<TriggerClaims>()
            .AddSingleton<PublishCheck>()
            .AddSingleton<ITriggerCheck, ClaimCheck>()
            .AddSingleton<ITriggerCheck, SecretCheck>()
            .AddSingleton<TriggerReader>()
            .AddSingleton<ListTriggers>()
            .AddSingleton<PauseTrigger>()
            .AddSingleton<FireTrigger>()
            .AddSingleton<EnableFlow>();

    public static void MapTriggerControl(this IEndpointRouteBuilder api)
    {
        var triggers = api.MapGroup("/triggers").WithTags("Triggers");
        triggers
            .MapGet(
                "",
                static (HttpContext context, ListTriggers list, [AsParameters] TriggerFilter filter) =>
                    list.HandleAsync(context, filter)
            )
            .Requires(Permission.ReadFlows)
            .WithSummary("Lists the triggers of published flows by id.")
            .Produces<TriggerListResource>()
            .ProducesProblems(400);
        MapTrigger(triggers.MapGroup("/{id}"));
        var flow = api.MapGroup("/flows/{id}").WithTags("Flows");
        MapSwitch(flow, "/enable", enabled: true, "Lets the triggers of a flow start runs again.");
        MapSwitch(flow, "/disable", enabled: false, "Lets no trigger of a flow start a run until it is enabled.");
    }

    private static void MapTrigger(RouteGroupBuilder trigger)
    {
        trigger
            .MapGet(
                "",
                static async (string id, HttpContext context, TriggerReader reader) =>
                    TriggerJson.Answer(await reader.ReadAsync(reader.Get(context, id), context))
            )
            .Requires(Permission.ReadFlows)
            .WithSummary("A trigger with what it has done.")
            .Produces<TriggerResource>()
            .ProducesProblems(404);
        trigger
            .MapPost(
                "/pause",
                static (string id, HttpContext context, PauseTrigger pause) => pause.PauseAsync(id, context)
            )
            .Requires(Permission.SwitchTriggers, "trigger.pause")
            .WithSummary("Lets a trigger start no runs until it is resumed, whatever versions its flow gets.")
            .TakesBody(Json)
            .Produces<TriggerResource>()
            .ProducesProblems(400, 404);
        trigger
            .MapPost(
                "/resume",
                static (string id, HttpContext context, PauseTrigger pause) => pause.ResumeAsync(id, context)
            )
            .Requires(Permission.SwitchTriggers, "trigger.resume")
            .WithSummary("Lets a paused trigger go on.")
            .TakesBody(Json)
            .Produces<TriggerResource>()
            .ProducesProblems(400, 404);
        trigger
            .MapPost(
                "/fire",
                static (
                    string id,
                    HttpContext context,
                    FireTrigger fire,
                    string? wait,
                    [AsParameters] CallbackParameters callback
                ) => fire.HandleAsync(id, context, wait, callback)
            )
            .Requires(Permission.StartRuns, "trigger.fire")
            .WithSummary("Starts a run as the trigger would, now; the run's trigger has 'manual'.")
            .TakesBody(Json)
            .ProducesRun()
            .ProducesProblems(400, 404, 409, 413, 429, 503, 507);
    }

    private static void MapSwitch(RouteGroupBuilder flow, string route, bool enabled, string summary) =>
        flow.MapPost(
                route,
                (string id, HttpContext context, EnableFlow enable) => enable.HandleAsync(id, context, enabled)
            )
            .Requires(Permission.SwitchTriggers, enabled ? "flow.enable" : "flow.disable")
            .WithSummary(summary)
            .TakesBody(Json)
            .Produces<FlowResource>()
            .ProducesProblems(400, 404, 412);
}
