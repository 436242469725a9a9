using FlowFunctions.Engine.DurableTask.Protocol;
using Google.Protobuf.WellKnownTypes;

namespace FlowFunctions.Engine.DurableTask.Hub.Messages;

/// <summary>Makes history events as the Durable Task Framework numbers and dates them.</summary>
/// <param name="time">Dates them.</param>
internal sealed class HubEvents(TimeProvider time)
{
    /// <summary>The id of events that no action caused.</summary>
    public const int NoId = -1;

    /// <summary>An event without contents, dated now.</summary>
    /// <param name="id">The id of the action that caused it, or <see cref="NoId"/>.</param>
    public HistoryEvent New(int id = NoId) =>
        new() { EventId = id, Timestamp = Timestamp.FromDateTimeOffset(time.GetUtcNow()) };

    /// <summary>The first event of a turn.</summary>
    public HistoryEvent TurnStarted()
    {
        var started = New();
        started.OrchestratorStarted = new OrchestratorStartedEvent();
        return started;
    }

    /// <summary>The last event of a turn.</summary>
    public HistoryEvent TurnCompleted()
    {
        var completed = New();
        completed.OrchestratorCompleted = new OrchestratorCompletedEvent();
        return completed;
    }

    /// <summary>The event that begins an execution.</summary>
    public HistoryEvent Started(
        string instanceId,
        string executionId,
        string orchestrator,
        string? input,
        ParentInstanceInfo? parent = null
    )
    {
        var started = New();
        started.ExecutionStarted = new ExecutionStartedEvent
        {
            Name = orchestrator,
            Input = input,
            OrchestrationInstance = new OrchestrationInstance { InstanceId = instanceId, ExecutionId = executionId },
            ParentInstance = parent,
        };
        return started;
    }

    /// <summary>An event that was raised from outside or by another instance.</summary>
    public HistoryEvent Raised(string name, string? data)
    {
        var raised = New();
        raised.EventRaised = new EventRaisedEvent { Name = name, Input = data };
        return raised;
    }
}
