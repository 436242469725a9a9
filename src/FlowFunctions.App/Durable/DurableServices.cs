using FlowFunctions.App.Approvals;
using FlowFunctions.App.Engine;
using FlowFunctions.App.Limits.Runs;
using FlowFunctions.App.Runs.Live;
using FlowFunctions.App.Runs.Records;
using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.DurableTask;
using FlowFunctions.Engine.DurableTask.Admission;
using FlowFunctions.Storage.Payloads;

namespace FlowFunctions.App.Durable;

/// <summary>The engine on a Durable Task backend, with what belongs to it; the backend's client is added beside it.</summary>
internal static class DurableServices
{
    public static IServiceCollection AddDurableEngine(this IServiceCollection services) =>
        services
            .AddSingleton<FollowedRuns>()
            .AddSingleton<IOpenRunWatcher>(static provider => provider.GetRequiredService<FollowedRuns>())
            .AddSingleton<IRunSource, RemoteRuns>()
            .AddSingleton<IOpenRunIds, StoredOpenRuns>()
            .AddSingleton<IAskingRuns, StoredAskingRuns>()
            .AddSingleton<IRunArchive, RunArchive>()
            .AddSingleton<IAdmissionStore, AdmissionStore>()
            .AddSingleton<IPlanSource, StoredPlans>()
            .AddSingleton(static provider =>
            {
                // Open runs and ended ones keep their large values in the same place.
                var payloads = provider.GetRequiredService<BlobPayloadStore>();
                return new PayloadArchive(payloads, payloads);
            })
            .AddSingleton<IDurableEngine, DurableConnection>()
            .AddSingleton<TendingLog>()
            // What was done to runs is to be found later; the rest of the app's log holds warnings only.
            .Configure<LoggerFilterOptions>(static options =>
                options.AddFilter(typeof(TendingLog).FullName, LogLevel.Information)
            )
            .AddSingleton<IAppEngine, DurableAppEngine>()
            .AddHostedService<RunListPolling>();
}
