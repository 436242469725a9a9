using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Embedded.Scheduling;

namespace FlowFunctions.Engine.Embedded.Payloads;

/// <summary>
/// Deletes stored values that nothing refers to. A value goes when two sweeps in a row have found it so and it has not been kept
/// again in between: in the time from one to the next everything that is on its way from a step to its run, or from one run to
/// another, arrives.
/// </summary>
internal sealed class PayloadSweep : IAsyncDisposable
{
    /// <summary>Deletions of one sweep; what is left has time.</summary>
    private const int MaxDeletions = 10_000;

    private readonly IPayloadStore _store;
    private readonly TimeProvider _time;
    private readonly Func<HashSet<string>, Task> _removeReferenced;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;
    private HashSet<string> _suspects = [];
    private DateTimeOffset _suspectedAt;

    /// <param name="store">The values.</param>
    /// <param name="interval">From one sweep to the next.</param>
    /// <param name="time">The clock.</param>
    /// <param name="scheduler">Where it runs.</param>
    /// <param name="removeReferenced">Takes the hashes that something refers to out of a set.</param>
    public PayloadSweep(
        IPayloadStore store,
        TimeSpan interval,
        TimeProvider time,
        TaskScheduler scheduler,
        Func<HashSet<string>, Task> removeReferenced
    )
    {
        _store = store;
        _time = time;
        _removeReferenced = removeReferenced;
        _loop = scheduler.Run(() => RunAsync(interval));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
    }

    private async Task RunAsync(TimeSpan interval)
    {
        using var timer = new PeriodicTimer(interval, _time);
        try
        {
            do
            {
                await TrySweepAsync();
            } while (await timer.WaitForNextTickAsync(_stop.Token));
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
        {
            // The engine ends.
        }
    }

    private async Task TrySweepAsync()
    {
        try
        {
            await SweepAsync();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A value that cannot be deleted costs space, not safety; the next sweep tries again.
        }
    }

    private async Task SweepAsync()
    {
        var now = _time.GetUtcNow();
        var unreferenced = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var hash in _store.ListAsync(now, _stop.Token))
        {
            unreferenced.Add(hash);
        }

        if (unreferenced.Count > 0)
        {
            await _removeReferenced(unreferenced);
        }

        foreach (var hash in unreferenced.Where(_suspects.Contains).Take(MaxDeletions))
        {
            await _store.DeleteAsync(hash, _suspectedAt, _stop.Token);
        }

        (_suspects, _suspectedAt) = (unreferenced, now);
    }
}
