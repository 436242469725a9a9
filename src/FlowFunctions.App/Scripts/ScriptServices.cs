using FlowFunctions.App.Hosting;
using FlowFunctions.Runners;
using FlowFunctions.Runners.Folders;
using FlowFunctions.Steps.Logs;
using FlowFunctions.Steps.Script;

namespace FlowFunctions.App.Scripts;

/// <summary>What runs scripts, where their files come from, and where their logs go.</summary>
internal static class ScriptServices
{
    public static IServiceCollection AddScripts(this IServiceCollection services, AppSettings settings)
    {
        return services
            .AddSingleton<OwnEndpoints>()
            .AddSingleton(provider => new RunnerFactory(
                settings.Runners,
                settings.AllowPrivateNetwork,
                settings.DataFolder,
                settings.TimeProvider
            )
            {
                IsOwn = provider.GetRequiredService<OwnEndpoints>().Contains,
            })
            .AddSingleton(static provider => new LazyRunner(provider.GetRequiredService<RunnerFactory>().StartAsync))
            .AddSingleton<IScriptRunner>(static provider => provider.GetRequiredService<LazyRunner>())
            .AddHostedService<RunnerStart>()
            .AddSingleton(static provider => provider.GetRequiredService<RunnerFactory>().Folders())
            .AddSingleton<IFlowFiles, StoredFlowFiles>()
            .AddSingleton<IStepLogs, StoredStepLogs>()
            .AddSingleton(static provider => new ScriptStepOptions(
                provider.GetRequiredService<IScriptRunner>(),
                provider.GetRequiredService<ScriptFolders>(),
                provider.GetRequiredService<IFlowFiles>()
            ));
    }
}
