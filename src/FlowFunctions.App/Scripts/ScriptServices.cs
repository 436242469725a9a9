using FlowFunctions.App.Hosting;
using FlowFunctions.Runners;
using FlowFunctions.Runners.Egress;
using FlowFunctions.Runners.Folders;
using FlowFunctions.Runners.Layers;
using FlowFunctions.Steps.Http;
using FlowFunctions.Steps.Logs;
using FlowFunctions.Steps.Script;
using FlowFunctions.Storage.Files;

namespace FlowFunctions.App.Scripts;

/// <summary>What runs scripts, where their files come from, and where their logs go.</summary>
internal static class ScriptServices
{
    public static IServiceCollection AddScripts(this IServiceCollection services, AppSettings settings) =>
        services
            .AddSingleton(_ => new LazyRunner(() => StartAsync(settings)))
            .AddSingleton<IScriptRunner>(static provider => provider.GetRequiredService<LazyRunner>())
            .AddHostedService<RunnerStart>()
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

    private static async Task<IScriptRunner> StartAsync(AppSettings settings)
    {
        var runners = settings.Runners;
        var options = new RunnerOptions
        {
            Egress = new EgressOptions
            {
                SocketFolder = Path.Combine(Path.GetTempPath(), $"flowfunctions-egress-{Environment.UserName}"),
                IsAllowed = new HttpStepOptions { AllowPrivateNetwork = settings.AllowPrivateNetwork }.Allows,
            },
            Layers = new LayerOptions
            {
                Root = Path.Combine(ScriptCache.FolderFor(settings.DataFolder), "layers"),
                AllowDownloads = runners.AllowDownloads,
            },
            Sandbox = runners.Sandbox,
            AllowUnsandboxed = runners.AllowUnsandboxed,
            PythonPath = runners.Interpreters.Python,
            NodePath = runners.Interpreters.Node,
            BashPath = runners.Interpreters.Bash,
        };
        return await ScriptRunner.StartAsync(
            runners.MaxProcesses is { } most ? options with { MaxProcesses = most } : options,
            settings.TimeProvider
        );
    }
}
