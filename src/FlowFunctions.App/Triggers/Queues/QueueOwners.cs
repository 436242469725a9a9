using System.Diagnostics.CodeAnalysis;
using FlowFunctions.Flows.Triggers;
using FlowFunctions.Storage.Queues;

namespace FlowFunctions.App.Triggers.Queues;

/// <summary>
/// Which trigger reads which queue: a queue serves one. Where several name it, the first by workspace, flow and place in the flow's document has
/// it, paused or not, so that pausing it never hands its messages to another flow. One that its document switches off has no queue.
/// </summary>
internal sealed class QueueOwners
{
    private readonly Dictionary<string, (TriggerKey Key, WorkspaceQueue Queue)> _owners = new(StringComparer.Ordinal);

    private QueueOwners() { }

    /// <summary>All queues with the triggers that read them.</summary>
    public IEnumerable<(TriggerKey Key, WorkspaceQueue Queue)> All => _owners.Values;

    /// <summary>The owners among triggers.</summary>
    /// <param name="triggers">The triggers in their order.</param>
    public static QueueOwners Of(IEnumerable<(TriggerKey Key, QueueTrigger Definition)> triggers)
    {
        var owners = new QueueOwners();
        foreach (var (key, definition) in triggers)
        {
            if (definition.Enabled && TryFind(key, definition, out var queue, out _))
            {
                owners._owners.TryAdd(queue.StorageName, (key, queue));
            }
        }

        return owners;
    }

    /// <summary>The owners among the triggers of a snapshot.</summary>
    public static QueueOwners Of(TriggerSnapshot snapshot) =>
        Of(snapshot.Of<QueueTrigger>().Select(static found => (found.Trigger.Key, found.Definition)));

    /// <summary>Why a trigger can read no queue, and what to do; null when it can.</summary>
    /// <param name="key">The trigger.</param>
    /// <param name="definition">What its flow says of it.</param>
    /// <param name="other">The trigger that has its queue; null when it is not that.</param>
    public string? ProblemOf(TriggerKey key, QueueTrigger definition, out TriggerKey? other)
    {
        other = null;
        if (!definition.Enabled)
        {
            return null;
        }

        if (!TryFind(key, definition, out var queue, out var problem))
        {
            return problem;
        }

        if (!_owners.TryGetValue(queue.StorageName, out var owner) || owner.Key == key)
        {
            return null;
        }

        other = owner.Key;
        return $"The queue '{queue.Name}' is read by the trigger '{owner.Key}' already, and a queue serves one trigger. Name another queue, or switch one of the two off.";
    }

    private static bool TryFind(
        TriggerKey key,
        QueueTrigger definition,
        [NotNullWhen(true)] out WorkspaceQueue? queue,
        [NotNullWhen(false)] out string? problem
    ) => WorkspaceQueue.TryFindToRead(key.Workspace, definition.Queue, out queue, out problem);
}
