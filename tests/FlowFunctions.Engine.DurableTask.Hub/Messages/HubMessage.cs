using FlowFunctions.Engine.DurableTask.Protocol;

namespace FlowFunctions.Engine.DurableTask.Hub.Messages;

/// <summary>A message to an instance: an event that its next turn gets.</summary>
/// <param name="ExecutionId">The execution it is for; null for what comes from outside and goes to whichever runs.</param>
/// <param name="Event">The event.</param>
internal sealed record HubMessage(string? ExecutionId, HistoryEvent Event)
{
    /// <summary>It is delivered once more when the turn that takes it has ended.</summary>
    public bool ComesAgain { get; set; }

    /// <summary>It starts an execution.</summary>
    public bool Starts => Event.EventTypeCase == HistoryEvent.EventTypeOneofCase.ExecutionStarted;

    /// <summary>It comes from outside; such messages keep their order.</summary>
    public bool IsExternal => ExecutionId is null;

    /// <summary>The id of the event that it answers, or null when it answers none.</summary>
    public int? Answers =>
        Event.EventTypeCase switch
        {
            HistoryEvent.EventTypeOneofCase.TaskCompleted => Event.TaskCompleted.TaskScheduledId,
            HistoryEvent.EventTypeOneofCase.TaskFailed => Event.TaskFailed.TaskScheduledId,
            HistoryEvent.EventTypeOneofCase.TimerFired => Event.TimerFired.TimerId,
            HistoryEvent.EventTypeOneofCase.SubOrchestrationInstanceCompleted => Event
                .SubOrchestrationInstanceCompleted
                .TaskScheduledId,
            HistoryEvent.EventTypeOneofCase.SubOrchestrationInstanceFailed => Event
                .SubOrchestrationInstanceFailed
                .TaskScheduledId,
            _ => null,
        };
}
