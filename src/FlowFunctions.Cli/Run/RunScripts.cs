using FlowFunctions.Runners;
using FlowFunctions.Runners.Folders;
using FlowFunctions.Steps.Http;
using FlowFunctions.Steps.Script;

namespace FlowFunctions.Cli.Run;

/// <summary>What runs the scripts of a run. Nothing of it is started before a script is.</summary>
internal sealed class RunScripts : IAsyncDisposable
{
    private readonly LazyRunner _runner;
    private readonly ScriptFolders _folders;

    /// <param name="files">The files of the run.</param>
    /// <param name="http">Which addresses scripts may reach.</param>
    public RunScripts(RunFiles files, HttpStepOptions http)
    {
        _runner = new LazyRunner(() => StartAsync(http));
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

    private static async Task<IScriptRunner> StartAsync(HttpStepOptions http) =>
        await ScriptRunner.StartAsync(LocalScripts.Options("", http), TimeProvider.System);
}
