namespace FlowFunctions.App.Triggers.Schedules;

/// <summary>What goes on beside the loop: starts, as many at once as there are places, and rests between tries. Each tells its end.</summary>
/// <param name="parts">What starts runs, and the clock.</param>
/// <param name="lease">Without it nothing is started.</param>
/// <param name="stopping">Ends everything.</param>
internal sealed class ScheduleTurns(SchedulerParts parts, SchedulerLease lease, CancellationToken stopping)
    : IDisposable
{
    private readonly SemaphoreSlim _places = new(parts.StartsAtOnce);

    /// <inheritdoc/>
    public void Dispose() => _places.Dispose();

    /// <summary>Starts the run for a time, and tells what came of it; null when it was cut short.</summary>
    public async Task FireAsync(FireRequest fire, Action<FireOutcome?> fired)
    {
        FireOutcome? outcome = null;
        try
        {
            await _places.WaitAsync(stopping);
            try
            {
                outcome = lease.IsHeld ? await parts.Firing.FireAsync(fire, stopping) : null;
            }
            finally
            {
                _places.Release();
            }
        }
#pragma warning disable CA1031 // What is cut short may fail in any way.
        catch (Exception) when (stopping.IsCancellationRequested)
#pragma warning restore CA1031
        {
            // Whether it has begun is found out by whoever comes next.
        }

        fired(outcome);
    }

    /// <summary>Waits for a while, or until the run has ended that a time waits for.</summary>
    public async Task RestAsync(FireOutcome outcome, TimeSpan rest, Action rested)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var waiting = Task.Delay(rest, parts.Time, over.Token);
        if (outcome is { Kind: FireKind.Waits, RunId: { } runId })
        {
            var ended = parts.Firing.HasEndedAsync(runId, over.Token);
            waiting = await Task.WhenAny(ended, waiting) == ended && await ended ? Task.CompletedTask : waiting;
        }

        await waiting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await over.CancelAsync();
        rested();
    }
}
