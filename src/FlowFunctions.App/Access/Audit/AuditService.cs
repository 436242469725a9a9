namespace FlowFunctions.App.Access.Audit;

/// <summary>
/// Lets the audit log work from before the first request until after the last one. What is not stored when it has to end stays on the disk for the
/// next start.
/// </summary>
internal sealed class AuditService(AuditLog log, AuditKeeper keeper, AuditShipping shipping, TimeProvider time)
    : BackgroundService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private Task _shipping = Task.CompletedTask;

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await keeper.ShipLeftAsync();
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await log.EndAsync();
        shipping.Complete();
        await _shipping
            .WaitAsync(Patience, time, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await base.StopAsync(cancellationToken);
        keeper.End();
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _shipping = shipping.RunAsync(stoppingToken);
        return Task.WhenAll(log.RunAsync(), _shipping);
    }
}
