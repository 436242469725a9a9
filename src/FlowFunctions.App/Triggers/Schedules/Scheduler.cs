using FlowFunctions.App.Problems;

namespace FlowFunctions.App.Triggers.Schedules;

/// <summary>Runs the schedules while it has the lease, in the background or for a while.</summary>
internal sealed partial class Scheduler(
    SchedulerParts parts,
    SchedulerLease lease,
    TimeProvider time,
    ILogger<Scheduler> logger
) : IDisposable
{
    private static readonly TimeSpan TryAgain = TimeSpan.FromSeconds(1);
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Outage _outage = new();

    /// <summary>Runs the schedules whenever the lease can be had, until it is told to stop.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                var hasRun = await TryRunAsync(until: null, cancellationToken);
                await Task.Delay(hasRun ? TryAgain : SchedulerLease.RenewEvery, time, cancellationToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        finally
        {
            await ReleaseAsync();
        }
    }

    /// <summary>Runs the schedules for a while, if the lease can be had and this process does not run them already.</summary>
    /// <param name="until">Only what is due until then.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunUntilAsync(DateTimeOffset until, CancellationToken cancellationToken)
    {
        // The lease tells processes apart, not two calls of one.
        if (!await _turn.WaitAsync(TimeSpan.Zero, cancellationToken))
        {
            return;
        }

        try
        {
            await TryRunAsync(until, cancellationToken);
        }
        finally
        {
            await ReleaseAsync();
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    /// <returns>Whether it had the lease, or may have had.</returns>
    private async Task<bool> TryRunAsync(DateTimeOffset? until, CancellationToken cancellationToken)
    {
        try
        {
            if (!await lease.TryTakeAsync(cancellationToken))
            {
                return false;
            }

            await LeadAsync(until, cancellationToken);
            _outage.End();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // It ends in order.
        }
#pragma warning disable CA1031 // Storage may fail in any way; it is tried again, and must not end the app.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            if (_outage.IsNews(exception) || ExceptionProblems.Of(exception) is null)
            {
                LogOutage(exception);
            }
        }

        return true;
    }

    private async Task LeadAsync(DateTimeOffset? until, CancellationToken cancellationToken)
    {
        LogLeads();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var renewing = RenewAsync(stop.CancelAsync, stop.Token);
        try
        {
            using var loop = new ScheduleLoop(parts, lease, until, stop.Token);
            await loop.RunAsync();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            LogLost();
        }
        finally
        {
            await stop.CancelAsync();
            await renewing;
        }
    }

    /// <summary>Renews the lease in time, and ends the loop when it is lost.</summary>
    private async Task RenewAsync(Func<Task> end, CancellationToken cancellationToken)
    {
        var pause = SchedulerLease.RenewEvery;
        while (!cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = await TryRenewAsync(cancellationToken) ? SchedulerLease.RenewEvery : TryAgain;
            if (!lease.IsHeld)
            {
                await end();
            }
        }
    }

    private async Task<bool> TryRenewAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await lease.TryTakeAsync(cancellationToken);
        }
#pragma warning disable CA1031 // As long as the lease lasts it can be tried again, whatever it was.
        catch (Exception)
#pragma warning restore CA1031
        {
            return false;
        }
    }

    private async Task ReleaseAsync()
    {
        try
        {
            await lease.ReleaseAsync();
        }
#pragma warning disable CA1031 // Then it ends by itself.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogNotReleased(exception);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "This process runs the schedules")]
    private partial void LogLeads();

    [LoggerMessage(
        2,
        LogLevel.Warning,
        "The lease of the schedules is lost; this process takes it again as soon as it can"
    )]
    private partial void LogLost();

    [LoggerMessage(3, LogLevel.Warning, "Schedules cannot run now; it is tried again every second")]
    private partial void LogOutage(Exception exception);

    [LoggerMessage(4, LogLevel.Information, "The lease of the schedules could not be given up; it ends by itself")]
    private partial void LogNotReleased(Exception exception);
}
