using FlowFunctions.Engine.DurableTask.Hub.Activities;
using FlowFunctions.Engine.DurableTask.Hub.Drivers;
using FlowFunctions.Engine.DurableTask.Hub.Faults;
using FlowFunctions.Engine.DurableTask.Hub.Instances;
using FlowFunctions.Engine.DurableTask.Hub.Messages;
using FlowFunctions.Engine.DurableTask.Hub.Timers;
using FlowFunctions.Engine.DurableTask.Hub.Turns;

namespace FlowFunctions.Engine.DurableTask.Hub;

/// <summary>What a hub holds, and how messages reach instances. The hub's lock guards it.</summary>
internal sealed class HubState
{
    private readonly TimerQueue _timers = new();

    public HubState(TaskHubOptions options, TimeProvider time, bool shuffled)
    {
        Time = time;
        Dice = new FaultDice(options.Faults, options.Seed);
        Sessions = options.Sessions;
        Ready = new WorkQueue<Instance>(shuffled ? Dice : null);
        Activities = new WorkQueue<ActivityWork>(shuffled ? Dice : null);
    }

    public TimeProvider Time { get; }

    public FaultDice Dice { get; }

    public ExtendedSessions? Sessions { get; }

    public Dictionary<string, Instance> Instances { get; } = new(StringComparer.Ordinal);

    /// <summary>Instances that are ready for a turn.</summary>
    public WorkQueue<Instance> Ready { get; }

    /// <summary>Activities that wait to be executed.</summary>
    public WorkQueue<ActivityWork> Activities { get; }

    /// <summary>When the next timer fires, or null.</summary>
    public DateTimeOffset? NextTimer => _timers.Next;

    /// <summary>Brings a message to an instance. One that starts an instance makes it, unless it is there; any other is dropped without one that runs.</summary>
    public void Deliver(string instanceId, HubMessage message)
    {
        Instances.TryGetValue(instanceId, out var instance);
        if (message.Starts)
        {
            Start(instance, message);
        }
        else if (instance is { HasEnded: false })
        {
            instance.Inbox.Add(message);
            Duplicate(instance, message);
            Queue(instance);
        }
    }

    /// <summary>Brings the second copy of a message to an instance; there is no third.</summary>
    public static void DeliverAgain(Instance instance, HubMessage message)
    {
        if (!instance.HasEnded)
        {
            instance.Inbox.Add(message with { ComesAgain = false });
        }
    }

    /// <summary>Sends what a turn has to send.</summary>
    public void Send(Outbox outbox)
    {
        foreach (var activity in outbox.Activities)
        {
            Activities.Add(activity);
            if (Dice.Happens(Dice.Faults.DuplicateActivity))
            {
                Activities.Add(activity);
            }
        }

        foreach (var timer in outbox.Timers)
        {
            _timers.Set(timer, timer.FireAt - Earliness(timer));
        }

        foreach (var (instanceId, message) in outbox.Messages)
        {
            Deliver(instanceId, message);
        }
    }

    /// <summary>Makes an instance wait for a turn if it has anything to do.</summary>
    public void Queue(Instance instance)
    {
        if (!instance.Queued && instance.HasWork)
        {
            instance.Queued = true;
            Ready.Add(instance);
        }
    }

    /// <summary>Delivers the timers whose time has come.</summary>
    public void FireTimers()
    {
        while (_timers.TakeDue(Time.GetUtcNow()) is { } due)
        {
            Deliver(due.InstanceId, due.Message);
        }
    }

    /// <summary>A second start for the same parent's same action is a duplicate even when the child has ended; another one begins it again.</summary>
    private void Start(Instance? there, HubMessage message)
    {
        var parent = message.Event.ExecutionStarted.ParentInstance;
        if (there is null || (there.HasEnded && (parent is null || !parent.Equals(there.Started.ParentInstance))))
        {
            var started = new Instance(message);
            Instances[started.Id] = started;
            Queue(started);
        }
    }

    /// <summary>A timer of less than a second is in time: one that is armed again would otherwise fire at once for ever, as no time passes.</summary>
    private TimeSpan Earliness(TimerMessage timer) =>
        timer.FireAt - Time.GetUtcNow() < TimeSpan.FromSeconds(1) ? TimeSpan.Zero : Dice.Earliness();

    private void Duplicate(Instance instance, HubMessage message)
    {
        if (!Dice.Happens(Dice.Faults.DuplicateMessage))
        {
            return;
        }

        if (Dice.Coin())
        {
            instance.Inbox.Add(message with { });
        }
        else
        {
            message.ComesAgain = true;
        }
    }
}
