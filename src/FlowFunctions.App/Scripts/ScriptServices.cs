using FlowFunctions.App.Hosting;
using FlowFunctions.Runners;
using FlowFunctions.Runners.Folders;
using FlowFunctions.Steps.Logs;
using FlowFunctions.Steps.Script;
using FlowFunctions.Storage.Files;

namespace FlowFunctions.App.Scripts;

/// <summary>What runs scripts, where their files come from, and where their logs go.</summary>
internal static class ScriptServices
{
    public static IServiceCollection AddScripts(this IServiceCollection services, AppSettings settings) =>
        services
            .AddSingleton<AppRunner>(_ => new AppRunner(() => StartAsync(settings)))
            .AddSingleton<IScriptRunner>(static provider => provider.GetRequiredService<AppRunner>())
            .AddHostedService(static provider => provider.GetRequiredService<AppRunner>())
            .AddSingleton(_ => new ScriptFolders(
                new ScriptFolderOptions { Root = Path.Combine(ScriptCache.FolderFor(settings.DataFolder), "files") },
                settings.TimeProvider
            ))
            .AddSingleton<IFlowFiles>(static provider => new StoredFlowFiles(provider.GetRequiredService<FileStore>()))
            .AddSingleton<IStepLogs, StoredStepLogs>()
            .AddSingleton(static provider => new ScriptStepOptions(
                provider.GetRequiredService<IScriptRunner>(),
                provider.GetRequiredService<ScriptFolders>(),
                provider.GetRequiredService<IFlowFiles>()
            ));
}
