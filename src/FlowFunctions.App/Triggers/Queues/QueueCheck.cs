using FlowFunctions.App.Triggers.Control;
using FlowFunctions.Flows.Triggers;
using FlowFunctions.Storage.Queues;

namespace FlowFunctions.App.Triggers.Queues;

/// <summary>Tells when a trigger reads no queue because of its name, which may have become too long in its workspace.</summary>
internal sealed class QueueCheck : ITriggerCheck
{
    private const string Code = "Trigger.QueueName";

    /// <inheritdoc/>
    public ValueTask<TriggerProblem?> CheckAsync(ActiveTrigger trigger, CancellationToken cancellationToken) =>
        ValueTask.FromResult(
            trigger.Definition is QueueTrigger definition
            && !WorkspaceQueue.TryFindToRead(trigger.Key.Workspace, definition.Queue, out _, out var problem)
                ? new TriggerProblem(Code, problem)
                : null
        );
}
