using FlowFunctions.App.Triggers.Queues.Messages;
using FlowFunctions.Flows.Triggers;
using FlowFunctions.Storage.Accounts;
using FlowFunctions.Storage.Queues;

namespace FlowFunctions.App.Triggers.Queues.Pumps;

/// <summary>Makes the pumps of queues.</summary>
internal sealed partial class QueuePumps(
    StorageAccount account,
    TriggerRegistry registry,
    TriggerStarter starter,
    MessageHandling handling,
    QueueSettings settings,
    TimeProvider time,
    ILogger<QueuePumps> logger
)
{
    private TriggerSnapshot? _told;

    /// <summary>A pump.</summary>
    public MessagePump Of(IMessageConsumer consumer) =>
        new(consumer, new MessageQueue(account, consumer.Queue), handling, settings, time);

    /// <summary>The pumps of the triggers that read a queue now.</summary>
    public IReadOnlyList<MessagePump> For(TriggerSnapshot snapshot)
    {
        var owners = QueueOwners.Of(snapshot);
        TellProblems(snapshot, owners);
        return
        [
            .. owners
                .All.Where(owner => snapshot.Find(owner.Key) is { Fires: true })
                .Select(owner => Of(new TriggerMessages(owner.Key, owner.Queue, registry, starter))),
        ];
    }

    private void TellProblems(TriggerSnapshot snapshot, QueueOwners owners)
    {
        if (Interlocked.Exchange(ref _told, snapshot) == snapshot)
        {
            return;
        }

        foreach (var (trigger, definition) in snapshot.Of<QueueTrigger>())
        {
            if (trigger.Fires && owners.ProblemOf(trigger.Key, definition, out _) is { } problem)
            {
                LogProblem(trigger.Key.Id, problem);
            }
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The trigger '{Trigger}' reads no queue: {Problem}")]
    private partial void LogProblem(string trigger, string problem);
}
