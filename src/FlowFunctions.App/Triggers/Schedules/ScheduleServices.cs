using FlowFunctions.App.Hosting;
using FlowFunctions.Storage.Triggers;

namespace FlowFunctions.App.Triggers.Schedules;

/// <summary>Schedules: what starts their runs, and what people ask of them.</summary>
internal static class ScheduleServices
{
    private const int EmbeddedStartsAtOnce = 1_024;
    private const int RemoteStartsAtOnce = 64;

    public static IServiceCollection AddSchedules(this IServiceCollection services, AppSettings settings)
    {
        services
            .AddSingleton<LeaseStore>()
            .AddSingleton<ScheduleStore>()
            .AddSingleton<GoneSchedules>()
            .AddSingleton<ScheduleFiring>()
            .AddSingleton<ScheduleLog>()
            .AddSingleton(PartsOf)
            .AddSingleton<SchedulerLease>()
            .AddSingleton<Scheduler>()
            .AddSingleton<ScheduleTick>()
            .AddScheduleRoutes();

        // Under a Functions host a timer of the host's calls every minute (Tick), and the process may be put to sleep in between.
        return settings.FunctionsHost is null ? services.AddHostedService<SchedulerService>() : services;
    }

    private static SchedulerParts PartsOf(IServiceProvider provider) =>
        new(
            provider.GetRequiredService<TriggerRegistry>(),
            provider.GetRequiredService<ScheduleStore>(),
            provider.GetRequiredService<GoneSchedules>(),
            provider.GetRequiredService<ScheduleFiring>(),
            provider.GetRequiredService<TriggerStarter>(),
            provider.GetRequiredService<ScheduleLog>(),
            provider.GetRequiredService<TimeProvider>()
        )
        {
            StartsAtOnce = provider.GetRequiredService<AppSettings>() is { FunctionsHost: null, Backend: null }
                ? EmbeddedStartsAtOnce
                : RemoteStartsAtOnce,
        };
}
