namespace FlowFunctions.Runners.Pool;

/// <summary>Lets so many calls run at the same time, and so many wait. Thread-safe.</summary>
/// <param name="places">Calls at the same time.</param>
/// <param name="waiting">Calls that may wait.</param>
internal sealed class CallPlaces(int places, int waiting) : IDisposable
{
    private readonly SemaphoreSlim _free = new(places, places);
    private int _present;

    /// <summary>Waits for a place.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>False when too many wait already.</returns>
    public async ValueTask<bool> EnterAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _present) > (long)places + waiting)
        {
            Interlocked.Decrement(ref _present);
            return false;
        }

        try
        {
            await _free.WaitAsync(cancellationToken);
            return true;
        }
        catch (OperationCanceledException)
        {
            Interlocked.Decrement(ref _present);
            throw;
        }
    }

    /// <summary>Gives the place back.</summary>
    public void Leave()
    {
        Interlocked.Decrement(ref _present);
        _free.Release();
    }

    /// <summary>Takes all places, once they are free.</summary>
    public async Task CloseAsync()
    {
        for (var i = 0; i < places; i++)
        {
            await _free.WaitAsync();
        }
    }

    public void Dispose() => _free.Dispose();
}
