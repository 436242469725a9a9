using FlowFunctions.Runners.Layers;
using FlowFunctions.Runners.Tests.Egress;
using FlowFunctions.Runners.Tests.Folders;

namespace FlowFunctions.Runners.Tests.Layers;

/// <summary>A runner of one test, with layers of its own.</summary>
internal sealed class LayerRunner : IAsyncDisposable
{
    private readonly TestFolder _disk = new();

    public ScriptRunner Runner { get; private set; } = null!;

    public string Root => _disk["l"];

    public IEnumerable<string> Layers =>
        Directory.EnumerateDirectories(_disk["l/0"]).Where(path => Path.GetFileName(path)[0] != '.');

    public static async Task<LayerRunner> StartAsync(
        Func<LayerOptions, LayerOptions>? change = null,
        bool hasNetwork = false
    )
    {
        var runner = new LayerRunner();
        await runner.RestartAsync(change, hasNetwork);
        return runner;
    }

    public async Task RestartAsync(Func<LayerOptions, LayerOptions>? change = null, bool hasNetwork = false)
    {
        if (Runner is not null)
        {
            await Runner.DisposeAsync();
        }

        var layers = new LayerOptions { Root = Root };
        var options = new RunnerOptions
        {
            Sandbox = SandboxKind.Bubblewrap,
            Folder = _disk["r"],
            WaitingProcesses = 0,
            Egress = hasNetwork ? TestGateway.Options(_disk["s"]) : null,
            Layers = change?.Invoke(layers) ?? layers,
        };
        Runner = await ScriptRunner.StartAsync(options, TimeProvider.System);
        Assert.Null(Runner.Outage);
    }

    public async ValueTask DisposeAsync()
    {
        await Runner.DisposeAsync();
        _disk.Dispose();
    }
}
