using FlowFunctions.App.Triggers.Queues.Inbox;
using FlowFunctions.App.Triggers.Queues.Messages;
using FlowFunctions.App.Workspaces;
using FlowFunctions.Flows.Triggers;
using FlowFunctions.Storage.Accounts;
using FlowFunctions.Storage.Queues;

namespace FlowFunctions.App.Triggers.Queues.Pumps;

/// <summary>Makes the pumps of queues.</summary>
internal sealed partial class QueuePumps(
    StorageAccount account,
    TriggerRegistry registry,
    TriggerStarter starter,
    TriggerActivity activity,
    MessageHandling handling,
    InboxMessages inbox,
    QueueSettings settings,
    TimeProvider time,
    ILogger<QueuePumps> logger
)
{
    private HashSet<(string Trigger, string Problem)> _told = [];

    private MessagePump Of(IMessageConsumer consumer) =>
        new(consumer, new MessageQueue(account, consumer.Queue, time), handling, settings, time);

    /// <summary>The pump of the default workspace's inbox, which under a Functions host is not needed.</summary>
    public MessagePump OfInbox() => Of(inbox);

    /// <summary>The pumps of the triggers that read a queue now, and of the inboxes of the other workspaces.</summary>
    public IReadOnlyList<MessagePump> For(TriggerSnapshot snapshot)
    {
        var owners = QueueOwners.Of(snapshot);
        TellProblems(snapshot, owners);
        return
        [
            .. owners
                .All.Where(owner => snapshot.Find(owner.Key) is { Fires: true })
                .Select(owner => Of(new TriggerMessages(owner.Key, owner.Queue, registry, starter, activity, time))),
            .. snapshot
                .Workspaces.Where(static workspace => workspace != Workspace.Default)
                .Select(workspace => Of(inbox.In(workspace))),
        ];
    }

    /// <summary>Tells each problem once, until it is gone and comes again.</summary>
    private void TellProblems(TriggerSnapshot snapshot, QueueOwners owners)
    {
        HashSet<(string Trigger, string Problem)> problems = [];
        foreach (var (trigger, definition) in snapshot.Of<QueueTrigger>())
        {
            if (trigger.Fires && owners.ProblemOf(trigger.Key, definition, out _) is { } problem)
            {
                problems.Add((trigger.Key.Id, problem));
            }
        }

        var told = Interlocked.Exchange(ref _told, problems);
        foreach (var (trigger, problem) in problems.Except(told))
        {
            LogProblem(trigger, problem);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The trigger '{Trigger}' reads no queue: {Problem}")]
    private partial void LogProblem(string trigger, string problem);
}
