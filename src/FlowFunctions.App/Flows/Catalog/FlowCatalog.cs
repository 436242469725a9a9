using System.Collections.Concurrent;
using FlowFunctions.App.Flows.Documents;
using FlowFunctions.Flows.Plans;
using FlowFunctions.Storage.Flows;

namespace FlowFunctions.App.Flows.Catalog;

/// <summary>
/// The flows that runs start from, in memory. What is asked for is read from storage again in the background once it is a second old
/// and before an answer once it is two, so another process's changes are seen then; this process's are seen at once.
/// </summary>
internal sealed class FlowCatalog(FlowStore store, LostPlans lost, TimeProvider time) : IFlowCatalog
{
    private const int MaxPlans = 256;
    private readonly ConcurrentDictionary<(string Workspace, string FlowId), CatalogEntry> _flows = new();
    private readonly ConcurrentDictionary<string, Plan> _plans = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public ValueTask<RunnableFlow?> FindAsync(
        string workspace,
        string flowId,
        int? version,
        CancellationToken cancellationToken
    )
    {
        var entry = EntryOf(workspace, flowId);
        return version is null && entry.TryGetFresh(out var flow)
            ? ValueTask.FromResult(flow)
            : FindAsync(entry, version, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<RunnableFlow?> FindPinnedAsync(
        string workspace,
        string flowId,
        int version,
        string generation,
        CancellationToken cancellationToken
    )
    {
        var entry = EntryOf(workspace, flowId);
        if (entry.Published is { } known && known.Version == version && known.Generation == generation)
        {
            return known;
        }

        return await FindAsync(entry, version, cancellationToken) is { } found && found.Generation == generation
            ? found
            : null;
    }

    /// <inheritdoc/>
    public async ValueTask<bool> ExistsAsync(string workspace, string flowId, CancellationToken cancellationToken) =>
        (await GetAsync(EntryOf(workspace, flowId), cancellationToken)).Flow is not null;

    /// <inheritdoc/>
    public async ValueTask<Plan?> FindPlanAsync(string workspace, string hash, CancellationToken cancellationToken)
    {
        if (_plans.TryGetValue(hash, out var known))
        {
            return known;
        }

        var plan = await store.GetPlanAsync(hash, cancellationToken);
        if (plan is not null)
        {
            if (_plans.Count >= MaxPlans)
            {
                // Rare, and what is needed comes back with one read.
                _plans.Clear();
            }

            _plans[hash] = plan;
        }

        return plan;
    }

    /// <summary>A flow has changed: whoever asks from now on gets it as it is stored.</summary>
    public void Forget(string workspace, string flowId) => _flows.TryRemove((workspace, flowId), out _);

    private CatalogEntry EntryOf(string workspace, string flowId) =>
        _flows.TryGetValue((workspace, flowId), out var entry)
            ? entry
            : _flows.GetOrAdd((workspace, flowId), new CatalogEntry(ReadAsync, workspace, flowId, time));

    private async ValueTask<RunnableFlow?> FindAsync(
        CatalogEntry entry,
        int? version,
        CancellationToken cancellationToken
    )
    {
        var snapshot = await GetAsync(entry, cancellationToken);
        if (snapshot.Flow is not { } flow)
        {
            return null;
        }

        return version is null || version == snapshot.Published?.Version
            ? snapshot.Published
            : await snapshot.GetVersionAsync(version.Value, () => LoadAsync(flow, version.Value));
    }

    private async ValueTask<CatalogSnapshot> GetAsync(CatalogEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            return await entry.GetAsync(cancellationToken);
        }
        finally
        {
            // What does not exist, or could not be read, takes no memory.
            if (!entry.HasFlow)
            {
                _flows.TryRemove(KeyValuePair.Create((entry.Workspace, entry.FlowId), entry));
            }
        }
    }

    private async Task<CatalogSnapshot> ReadAsync(string workspace, string flowId, CatalogSnapshot? before)
    {
        var flow = await store.GetAsync(workspace, flowId);
        return flow is not null && flow.ETag == before?.Flow?.ETag
            ? before
            : new CatalogSnapshot(flow, await PublishedAsync(flow, before?.Published));
    }

    private async Task<RunnableFlow?> PublishedAsync(FlowRecord? flow, RunnableFlow? before)
    {
        if (flow is not { PublishedVersion: { } version, PublishedPlanHash: { } hash })
        {
            return null;
        }

        return
            before is not null
            && before.Generation == flow.Generation
            && before.Version == version
            && before.Plan.Hash == hash
            ? before
            : await RunnableAsync(flow, version, hash);
    }

    private async Task<RunnableFlow?> LoadAsync(FlowRecord flow, int version) =>
        await store.GetVersionAsync(flow, version) is { } found
            ? await RunnableAsync(flow, version, found.PlanHash)
            : null;

    private async Task<RunnableFlow?> RunnableAsync(FlowRecord flow, int version, string hash)
    {
        var plan =
            await FindPlanAsync(flow.Workspace, hash, CancellationToken.None)
            ?? await lost.RebuildAsync(flow, version, hash);
        return new RunnableFlow(flow.Id, version, plan) { Generation = flow.Generation };
    }
}
