namespace FlowFunctions.App.Hosting;

/// <summary>The program watches over signals itself (<see cref="StopSignals"/>).</summary>
internal sealed class QuietLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
