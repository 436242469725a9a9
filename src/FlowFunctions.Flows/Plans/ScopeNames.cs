namespace FlowFunctions.Flows.Plans;

/// <summary>The step ids of a scope and of the scopes around it.</summary>
internal sealed class ScopeNames(IReadOnlyList<string> ids, ScopeNames? outer)
{
    private readonly Dictionary<string, int> _indices = ids.Select((id, index) => (id, index))
        .ToDictionary(static step => step.id, static step => step.index, StringComparer.Ordinal);

    /// <exception cref="KeyNotFoundException">The scope has no such step.</exception>
    public int IndexOf(string id) => _indices[id];

    /// <exception cref="KeyNotFoundException">Neither the scope nor one around it has such a step.</exception>
    public PlanNeed Resolve(string id, int up = 0) =>
        _indices.TryGetValue(id, out var index) ? new PlanNeed(id, up, index)
        : outer is not null ? outer.Resolve(id, up + 1)
        : throw new KeyNotFoundException($"there is no step '{id}'");
}
