using FlowFunctions.Runners;
using FlowFunctions.Runners.Calls;

namespace FlowFunctions.App.Scripts;

/// <summary>The runner of this app, which starts and ends with it.</summary>
/// <param name="start">Starts it.</param>
internal sealed class AppRunner(Func<Task<IScriptRunner>> start) : IScriptRunner, IHostedService
{
    private IScriptRunner? _runner;

    /// <inheritdoc/>
    public string? Outage => Runner.Outage;

    private IScriptRunner Runner =>
        _runner ?? throw new InvalidOperationException("The runner has not started: the app has not started yet.");

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken) => _runner = await start();

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task<ScriptResult> RunAsync(ScriptCall call, CancellationToken cancellationToken = default) =>
        Runner.RunAsync(call, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _runner?.DisposeAsync() ?? ValueTask.CompletedTask;
}
