using FlowFunctions.Runners;

namespace FlowFunctions.App.Scripts;

/// <summary>Starts the runner with the app: runs that go on may need it at once, and people are told whether scripts can run.</summary>
internal sealed class RunnerStart(LazyRunner runner) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => runner.StartAsync();

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
