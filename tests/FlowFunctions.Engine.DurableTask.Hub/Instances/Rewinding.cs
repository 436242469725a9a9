using FlowFunctions.Engine.DurableTask.Hub.Messages;
using FlowFunctions.Engine.DurableTask.Protocol;
using EventType = FlowFunctions.Engine.DurableTask.Protocol.HistoryEvent.EventTypeOneofCase;

namespace FlowFunctions.Engine.DurableTask.Hub.Instances;

/// <summary>
/// Rewinds failed instances as the Azure Storage provider does: the failure of the execution, the failures of its tasks and children and the events that
/// scheduled those tasks become generic events in their places; then the deepest failed instances of the tree get a generic event as their next message.
/// </summary>
internal sealed class Rewinding(HubState state, HubEvents events)
{
    /// <summary>Rewinds an instance and its failed children.</summary>
    public void Rewind(Instance instance, string? reason)
    {
        foreach (var leaf in Clear(instance))
        {
            var message = events.New();
            message.GenericEvent = new GenericEvent { Data = reason };
            state.Deliver(leaf.Id, new HubMessage(null, message));
        }
    }

    private List<Instance> Clear(Instance instance)
    {
        var failedTasks = FailedTasks(instance.History);
        var children = FailedChildren(instance).ToList();
        instance.Rewind(old => IsCleared(old, failedTasks) ? Generic(old) : old, state.Time.GetUtcNow());
        return children.Count == 0 ? [instance] : [.. children.SelectMany(Clear)];
    }

    private static HashSet<int> FailedTasks(IEnumerable<HistoryEvent> history) =>
        [
            .. history
                .Where(static past => past.EventTypeCase == EventType.TaskFailed)
                .Select(static past => past.TaskFailed.TaskScheduledId),
        ];

    private IEnumerable<Instance> FailedChildren(Instance instance)
    {
        var failed = instance
            .History.Where(static past => past.EventTypeCase == EventType.SubOrchestrationInstanceFailed)
            .Select(static past => past.SubOrchestrationInstanceFailed.TaskScheduledId)
            .ToHashSet();
        return instance
            .History.Where(past =>
                past.EventTypeCase == EventType.SubOrchestrationInstanceCreated && failed.Contains(past.EventId)
            )
            .Select(past => state.Instances.GetValueOrDefault(past.SubOrchestrationInstanceCreated.InstanceId))
            .OfType<Instance>();
    }

    private static bool IsCleared(HistoryEvent past, HashSet<int> failedTasks) =>
        past.EventTypeCase switch
        {
            EventType.TaskFailed or EventType.SubOrchestrationInstanceFailed => true,
            EventType.TaskScheduled => failedTasks.Contains(past.EventId),
            EventType.ExecutionCompleted => past.ExecutionCompleted.OrchestrationStatus == OrchestrationStatus.Failed,
            _ => false,
        };

    private static HistoryEvent Generic(HistoryEvent past) =>
        new()
        {
            EventId = past.EventId,
            Timestamp = past.Timestamp,
            GenericEvent = new GenericEvent(),
        };
}
