using FlowFunctions.Engine.DurableTask.Hub.Activities;
using FlowFunctions.Engine.DurableTask.Hub.Messages;

namespace FlowFunctions.Engine.DurableTask.Hub.Turns;

/// <summary>What a turn sends out.</summary>
internal sealed class Outbox
{
    /// <summary>Activities to execute.</summary>
    public List<ActivityWork> Activities { get; } = [];

    /// <summary>Timers to set: what is delivered, to whom, when.</summary>
    public List<TimerMessage> Timers { get; } = [];

    /// <summary>Messages to instances; those that start one make it.</summary>
    public List<AddressedMessage> Messages { get; } = [];
}

/// <summary>A message and whom it is for.</summary>
internal sealed record AddressedMessage(string InstanceId, HubMessage Message);

/// <summary>A message that waits for its time.</summary>
internal sealed record TimerMessage(string InstanceId, HubMessage Message)
{
    /// <summary>When the orchestrator wants it.</summary>
    public DateTimeOffset FireAt => Message.Event.TimerFired.FireAt.ToDateTimeOffset();
}
