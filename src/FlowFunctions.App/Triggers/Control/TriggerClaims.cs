using FlowFunctions.App.Problems;
using FlowFunctions.App.Triggers.Queues;
using FlowFunctions.App.Triggers.Webhooks.Routing;
using FlowFunctions.Flows.Triggers;

namespace FlowFunctions.App.Triggers.Control;

/// <summary>
/// What only one trigger of a workspace can have: a path with a method, and a queue. A trigger that its flow has switched off has nothing;
/// one that is paused, or whose flow is disabled, keeps what it has.
/// </summary>
internal sealed class TriggerClaims(TriggerRegistry registry)
{
    private const string PathTaken = "Trigger.PathTaken";
    private const string QueueTaken = "Trigger.QueueTaken";
    private const string QueueName = "Trigger.QueueName";
    private Index _index = new(TriggerSnapshot.Empty);

    private Index Current
    {
        get
        {
            var (index, snapshot) = (Volatile.Read(ref _index), registry.Current);
            if (index.Snapshot != snapshot)
            {
                // Several requests may do so at the same time; each makes the same one.
                Volatile.Write(ref _index, index = new Index(snapshot));
            }

            return index;
        }
    }

    /// <summary>The trigger of another flow that has what a trigger wants; null when nobody has it.</summary>
    /// <param name="workspace">The tenant.</param>
    /// <param name="flowId">The flow of the trigger; its own triggers do not count.</param>
    /// <param name="wanted">The trigger.</param>
    public ActiveTrigger? FindHolder(string workspace, string flowId, FlowTrigger wanted) =>
        ClaimOf(workspace, wanted) is { } claim
            ? Current
                .ByClaim[claim]
                .FirstOrDefault(other => other.Key.FlowId != flowId && Collide(wanted, other.Definition))
            : null;

    /// <summary>
    /// Why a published trigger does not get what it wants, or null. Two processes may have published at the same moment; then one trigger has it,
    /// and the other one has the problem.
    /// </summary>
    public TriggerProblem? ProblemOf(ActiveTrigger trigger)
    {
        var key = trigger.Key;
        return trigger.Definition switch
        {
            QueueTrigger queue when Current.Queues.ProblemOf(key, queue, out var other) is { } problem => new(
                other is null ? QueueName : QueueTaken,
                problem
            ),
            WebhookTrigger webhook
                when FindHolder(key.Workspace, key.FlowId, webhook) is { } holder
                    && string.CompareOrdinal(holder.Key.Id, key.Id) < 0
                    && ProblemOf(webhook, $"'{holder.Key}'") is var problem => new(
                problem.Code,
                $"{problem.Message} {problem.Hint}"
            ),
            _ => null,
        };
    }

    /// <summary>Why no flow can have a trigger, whatever others have; null when it can.</summary>
    public static ProblemItem? NameProblemOf(string workspace, string flowId, FlowTrigger trigger)
    {
        if (trigger is not QueueTrigger queue)
        {
            return null;
        }

        var key = new TriggerKey(workspace, flowId, queue.Id);
        return QueueOwners.Of([(key, queue)]).ProblemOf(key, queue, out _) is { } problem
            ? new(queue.Pointer + "/queue", QueueName, problem)
            : null;
    }

    /// <summary>Whether two triggers cannot both be published.</summary>
    public static bool Collide(FlowTrigger one, FlowTrigger other) =>
        one.Enabled
        && other.Enabled
        && (one, other) switch
        {
            (WebhookTrigger webhook, WebhookTrigger rival) => WebhookConflicts.Overlap(webhook, rival),
            (QueueTrigger queue, QueueTrigger rival) => queue.Queue == rival.Queue,
            _ => false,
        };

    /// <summary>What is wrong when a trigger wants what another one has.</summary>
    /// <param name="wanted">The trigger.</param>
    /// <param name="holder">The other one, as people call it.</param>
    public static ProblemItem ProblemOf(FlowTrigger wanted, string holder) =>
        wanted is WebhookTrigger webhook
            ? new(
                webhook.Pointer + "/path",
                PathTaken,
                $"Requests to '{webhook.Path}' start the trigger {holder} already.",
                "Give it another path or other methods, or take them from the other one first."
            )
            : new(
                wanted.Pointer + "/queue",
                QueueTaken,
                $"Messages of the queue '{(wanted as QueueTrigger)?.Queue}' start the trigger {holder} already.",
                "Give it another queue, or take the queue from the other one first."
            );

    // Rough, so that few are compared: paths with literals at the same places and of the same text.
    private static string? ClaimOf(string workspace, FlowTrigger trigger) =>
        trigger switch
        {
            { Enabled: false } => null,
            WebhookTrigger webhook => $"{workspace} path {ShapeOf(webhook.Path)}",
            QueueTrigger queue => $"{workspace} queue {queue.Queue}",
            _ => null,
        };

    private static string ShapeOf(string path) =>
        string.Join('/', path.Split('/').Select(static segment => segment is ['{', ..] ? "{}" : segment));

    private sealed class Index(TriggerSnapshot snapshot)
    {
        public TriggerSnapshot Snapshot => snapshot;

        public QueueOwners Queues { get; } = QueueOwners.Of(snapshot);

        public ILookup<string, ActiveTrigger> ByClaim { get; } =
            snapshot.All.ToLookup(
                static trigger => ClaimOf(trigger.Key.Workspace, trigger.Definition) ?? "",
                StringComparer.Ordinal
            );
    }
}
