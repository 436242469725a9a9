using FlowFunctions.App.Hosting;
using FlowFunctions.App.Triggers.Control;
using FlowFunctions.App.Triggers.Queues;
using FlowFunctions.App.Triggers.Queues.Poison;
using FlowFunctions.App.Triggers.Schedules;
using FlowFunctions.App.Triggers.Webhooks;
using FlowFunctions.App.Triggers.Webhooks.Captures;
using FlowFunctions.Storage.Triggers;

namespace FlowFunctions.App.Triggers;

/// <summary>What starts flows by itself: schedules, webhooks and queues.</summary>
internal static class TriggerServices
{
    public static IServiceCollection AddTriggers(this IServiceCollection services, AppSettings settings) =>
        services
            .AddSingleton<PauseStore>()
            .AddSingleton<TriggerStamps>()
            .AddSingleton<TriggerLoading>()
            .AddSingleton<TriggerRegistry>()
            .AddHostedService(static provider => provider.GetRequiredService<TriggerRegistry>())
            .AddSingleton<TriggerPauses>()
            .AddSingleton<TriggerStarter>()
            .AddWebhooks()
            .AddSchedules(settings)
            .AddQueues(settings)
            .AddTriggerControl();

    /// <summary>What people ask of triggers, under <c>/api</c>.</summary>
    public static void MapTriggers(this IEndpointRouteBuilder api)
    {
        api.MapTriggerControl();
        api.MapSchedules();
        api.MapCaptures();
        api.MapPoison();
    }
}
