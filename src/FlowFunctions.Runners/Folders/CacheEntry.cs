namespace FlowFunctions.Runners.Folders;

/// <summary>A folder in a cache, or the work of building it. Guarded by the cache.</summary>
/// <param name="key">What it is known by.</param>
internal sealed class CacheEntry(string key) : IDisposable
{
    private readonly CancellationTokenSource _nobodyWaits = new();

    /// <summary>What it is known by.</summary>
    public string Key => key;

    /// <summary>Its building: done for one that is there.</summary>
    public Task Built { get; set; } = Task.CompletedTask;

    /// <summary>How many use it or wait for it.</summary>
    public int Leases { get; set; }

    /// <summary>Its size on disk.</summary>
    public long Bytes { get; set; }

    /// <summary>When it was last asked for.</summary>
    public DateTimeOffset UsedAt { get; set; }

    /// <summary>Cancelled when nobody waits for the building any more.</summary>
    public CancellationToken NobodyWaits => _nobodyWaits.Token;

    /// <summary>Whether it can go without anybody missing it.</summary>
    public bool IsIdle => Leases == 0 && Built.IsCompletedSuccessfully;

    /// <summary>Stops the building. Who listens to it is told by another thread, because the caller holds the cache's lock.</summary>
    public void GiveUp() => _ = _nobodyWaits.CancelAsync();

    public void Dispose() => _nobodyWaits.Dispose();
}
