using FlowFunctions.Runners;
using FlowFunctions.Runners.Folders;
using FlowFunctions.Steps.Http;
using FlowFunctions.Steps.Script;

namespace FlowFunctions.Cli.Run;

/// <summary>What runs the scripts of a run. Nothing of it is started before a script is.</summary>
internal sealed class RunScripts : IAsyncDisposable
{
    private const string Prefix = "Runners__";
    private readonly LazyRunner _runner;
    private readonly ScriptFolders _folders;

    /// <param name="files">The files of the run.</param>
    /// <param name="http">Which addresses scripts may reach.</param>
    /// <param name="variable">Reads an environment variable: the app's settings of runners count here, too.</param>
    public RunScripts(RunFiles files, HttpStepOptions http, Func<string, string?> variable)
    {
        _runner = new LazyRunner(() => StartAsync(OptionsFor(http, variable)));
        _folders = LocalScripts.Folders("", TimeProvider.System);
        Options = new ScriptStepOptions(_runner, _folders, files);
    }

    /// <summary>For the <c>script</c> step.</summary>
    public ScriptStepOptions Options { get; }

    public async ValueTask DisposeAsync()
    {
        await _runner.DisposeAsync();
        _folders.Dispose();
    }

    private static async Task<IScriptRunner> StartAsync(RunnerOptions options) =>
        await ScriptRunner.StartAsync(options, TimeProvider.System);

    private static RunnerOptions OptionsFor(HttpStepOptions http, Func<string, string?> variable) =>
        LocalScripts.Options(
            "",
            http,
            allowDownloads: variable($"{Prefix}AllowDownloads")?.ToUpperInvariant() is not ("FALSE" or "0")
        ) with
        {
            AllowUnsandboxed = variable($"{Prefix}AllowUnsandboxed")?.ToUpperInvariant() is "TRUE" or "1",
            PythonPath = variable($"{Prefix}Python"),
            NodePath = variable($"{Prefix}Node"),
            BashPath = variable($"{Prefix}Bash"),
        };
}
