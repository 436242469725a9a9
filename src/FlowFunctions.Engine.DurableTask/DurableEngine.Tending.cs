using FlowFunctions.Engine.DurableTask.Clients;
using FlowFunctions.Engine.DurableTask.Tending;

namespace FlowFunctions.Engine.DurableTask;

/// <summary>What keeps the backend in order.</summary>
public sealed partial class DurableEngine
{
    private readonly Tender _tender;

    /// <summary>
    /// One round of healing and retention, to be asked for every minute or so: rewinds runs that the host failed (at most
    /// <see cref="DurableEngineOptions.MaxRewinds"/> times each), records those that ended without this engine, and deletes instances that
    /// ended longer than <see cref="DurableEngineOptions.KeepEnded"/> ago.
    /// </summary>
    /// <exception cref="TaskHubUnavailableException">The backend cannot be reached now; the next round goes on.</exception>
    /// <exception cref="IOException">The archive cannot be reached now; the next round goes on.</exception>
    public ValueTask<TendingReport> TendAsync(CancellationToken cancellationToken = default) =>
        _tender.TendAsync(cancellationToken);
}
