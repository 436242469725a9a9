using System.Collections.Immutable;
using FlowFunctions.Flows.Triggers;

namespace FlowFunctions.App.Triggers;

/// <summary>The triggers of all published flows at a moment; never changes.</summary>
internal sealed class TriggerSnapshot
{
    // Many flows may be published one after another, and each makes a snapshot that nobody looks into.
    private readonly Lazy<Dictionary<TriggerKey, ActiveTrigger>> _byKey;

    public TriggerSnapshot(IEnumerable<ActiveTrigger> triggers, params IEnumerable<string> workspaces)
    {
        All = [.. triggers];
        Workspaces = [.. workspaces];
        _byKey = new(() => All.ToDictionary(static trigger => trigger.Key));
    }

    /// <summary>No triggers.</summary>
    public static TriggerSnapshot Empty { get; } = new([]);

    /// <summary>The workspaces that flows were ever published in.</summary>
    public ImmutableArray<string> Workspaces { get; }

    /// <summary>All of them, by workspace, flow and the order of the flow's document.</summary>
    public ImmutableArray<ActiveTrigger> All { get; }

    /// <summary>A trigger; null when no published flow has it.</summary>
    public ActiveTrigger? Find(TriggerKey key) => _byKey.Value.GetValueOrDefault(key);

    /// <summary>Those of a kind.</summary>
    public IEnumerable<(ActiveTrigger Trigger, T Definition)> Of<T>()
        where T : FlowTrigger
    {
        foreach (var trigger in All)
        {
            if (trigger.Definition is T definition)
            {
                yield return (trigger, definition);
            }
        }
    }
}
