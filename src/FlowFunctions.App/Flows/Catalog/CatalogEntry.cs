using Azure;

namespace FlowFunctions.App.Flows.Catalog;

/// <summary>Reads a flow.</summary>
/// <param name="workspace">Its workspace.</param>
/// <param name="flowId">Its id.</param>
/// <param name="before">What was read before, or null.</param>
internal delegate Task<CatalogSnapshot> CatalogRead(string workspace, string flowId, CatalogSnapshot? before);

/// <summary>A flow in memory. However many ask at once, one read is on its way.</summary>
internal sealed class CatalogEntry(CatalogRead read, string workspace, string flowId, TimeProvider time)
{
    /// <summary>From this age on it is read again in the background.</summary>
    private static readonly TimeSpan RenewAfter = TimeSpan.FromSeconds(1);

    /// <summary>Up to this age it is good.</summary>
    private static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(2);

    /// <summary>So long a flow that is known waits for storage that does not answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private Known? _known;
    private Task<CatalogSnapshot>? _reading;

    public string Workspace => workspace;

    public string FlowId => flowId;

    /// <summary>Whether the flow was there when it was last read.</summary>
    public bool HasFlow => Volatile.Read(ref _known)?.Snapshot.Flow is not null;

    /// <summary>What runs started from when the flow was last read, however long ago; null when nothing is known.</summary>
    public RunnableFlow? Published => Volatile.Read(ref _known)?.Snapshot.Published;

    /// <summary>What runs start from, if that is known well enough; does not wait.</summary>
    public bool TryGetFresh(out RunnableFlow? flow)
    {
        var known = Volatile.Read(ref _known);
        var age = known is null ? TimeSpan.MaxValue : time.GetElapsedTime(known.At);
        flow = known?.Snapshot.Published;
        if (age >= FreshFor || known!.Snapshot.Flow is null)
        {
            return false;
        }

        if (age >= RenewAfter)
        {
            _ = ReadAsync();
        }

        return true;
    }

    /// <summary>The flow, at most two seconds old; older only while storage cannot be reached.</summary>
    public async ValueTask<CatalogSnapshot> GetAsync(CancellationToken cancellationToken)
    {
        var known = Volatile.Read(ref _known);
        if (known is not null && time.GetElapsedTime(known.At) < FreshFor)
        {
            return known.Snapshot;
        }

        var reading = ReadAsync();
        if (known?.Snapshot.Flow is null)
        {
            return await reading.WaitAsync(cancellationToken);
        }

        try
        {
            return await reading.WaitAsync(Patience, time, cancellationToken);
        }
        catch (Exception exception) when (exception is RequestFailedException or AggregateException or TimeoutException)
        {
            // What has run until now can go on: the engine's journal needs no storage account. Nobody waits again for a while.
            Interlocked.CompareExchange(ref _known, known with { At = time.GetTimestamp() }, known);
            return known.Snapshot;
        }
    }

    private Task<CatalogSnapshot> ReadAsync()
    {
        lock (_lock)
        {
            return _reading is { IsCompleted: false } ? _reading : _reading = Task.Run(ReadOnceAsync);
        }
    }

    private async Task<CatalogSnapshot> ReadOnceAsync()
    {
        // Before the read: what changes while it is on its way must not count as seen.
        var at = time.GetTimestamp();
        var snapshot = await read(workspace, flowId, _known?.Snapshot);
        Volatile.Write(ref _known, new Known(snapshot, at));
        return snapshot;
    }

    private sealed record Known(CatalogSnapshot Snapshot, long At);
}
