using System.Collections.Concurrent;
using FlowFunctions.Storage.Flows;

namespace FlowFunctions.App.Flows.Catalog;

/// <summary>A flow as it was read.</summary>
/// <param name="flow">The flow, or null if there is none.</param>
/// <param name="published">What its runs start from, or null if no version is published.</param>
internal sealed class CatalogSnapshot(FlowRecord? flow, RunnableFlow? published)
{
    private const int MaxVersions = 32;
    private readonly ConcurrentDictionary<int, RunnableFlow> _versions = new();

    /// <summary>The flow, or null if there is none.</summary>
    public FlowRecord? Flow => flow;

    /// <summary>What its runs start from, or null if no version is published.</summary>
    public RunnableFlow? Published => published;

    /// <summary>A version of the flow; versions never change, so it is loaded once.</summary>
    public async ValueTask<RunnableFlow?> GetVersionAsync(int version, Func<Task<RunnableFlow?>> load)
    {
        if (_versions.TryGetValue(version, out var known))
        {
            return known;
        }

        var loaded = await load();
        if (loaded is not null && _versions.Count < MaxVersions)
        {
            _versions[version] = loaded;
        }

        return loaded;
    }
}
