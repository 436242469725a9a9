using FlowFunctions.App.Approvals;
using FlowFunctions.App.Hosting;
using FlowFunctions.App.Limits.Runs;
using FlowFunctions.App.Limits.Steps;
using FlowFunctions.App.Runs.Live;
using FlowFunctions.App.Runs.Records;
using FlowFunctions.App.Runs.Start;
using FlowFunctions.Engine.Contracts;
using FlowFunctions.Steps.Catalog;
using FlowFunctions.Steps.Http;
using FlowFunctions.Steps.Logs;
using FlowFunctions.Steps.Script;
using FlowFunctions.Storage.Payloads;
using FlowFunctions.Storage.Queues;

namespace FlowFunctions.App.Engine;

/// <summary>The engine and the step types it executes.</summary>
internal static class EngineServices
{
    /// <summary>The step types, whichever engine executes them.</summary>
    public static IServiceCollection AddSteps(this IServiceCollection services) =>
        services
            .AddSingleton(static provider =>
                TypesFor(
                    provider.GetRequiredService<AppSettings>(),
                    provider.GetRequiredService<ScriptStepOptions>(),
                    provider.GetRequiredService<QueueSender>()
                )
            )
            .AddSingleton<ExecutorFactory>()
            .AddSingleton<IStepExecutor>(static provider =>
                provider.GetRequiredService<ExecutorFactory>().ForRuns(provider.GetRequiredService<IStepLogs>())
            );

    /// <summary>The embedded engine with what belongs to it: the runs in memory, and the writing of records behind it.</summary>
    public static IServiceCollection AddEmbeddedEngine(this IServiceCollection services, AppSettings settings) =>
        services
            .AddSingleton<LiveRuns>()
            .AddSingleton<IRunRecorder>(static provider => provider.GetRequiredService<LiveRuns>())
            .AddSingleton<IRunSource, LocalRuns>()
            .AddSingleton<ApprovalWatcher>()
            .AddSingleton<IRunWatcher>(static provider => provider.GetRequiredService<ApprovalWatcher>())
            .AddSingleton<IRunWatcher, OpenRunWatcher>()
            .AddSingleton<IAskingRuns, LocalAskingRuns>()
            .AddRecords(settings)
            .AddSingleton<EngineFolder>()
            .AddSingleton<IPlanSource>(static provider => provider.GetRequiredService<EngineFolder>().Plans)
            .AddSingleton<EngineHost>()
            .AddSingleton<IAppEngine>(static provider => provider.GetRequiredService<EngineHost>())
            .AddHostedService(static provider => provider.GetRequiredService<EngineHost>())
            .AddHostedService(static provider => provider.GetRequiredService<ClaimConfirmations>());

    private static IServiceCollection AddRecords(this IServiceCollection services, AppSettings settings) =>
        services
            .AddSingleton(static provider => new PayloadArchive(
                provider.GetRequiredService<EngineFolder>().Payloads,
                provider.GetRequiredService<BlobPayloadStore>()
            ))
            .AddSingleton(RecordSettings.For(settings))
            .AddSingleton<RecordWriter>()
            .AddSingleton<StoredRuns>()
            .AddSingleton<RecordService>()
            .AddHostedService(static provider => provider.GetRequiredService<RecordService>());

    private static StepTypes TypesFor(AppSettings settings, ScriptStepOptions scripts, QueueSender queues) =>
        StepTypes.BuiltIn(
            new StepOptions
            {
                Script = scripts,
                Queues = queues,
                Http = new HttpStepOptions
                {
                    AllowPrivateNetwork = settings.AllowPrivateNetwork,
                    TimeProvider = settings.TimeProvider,
                },
            }
        );
}
