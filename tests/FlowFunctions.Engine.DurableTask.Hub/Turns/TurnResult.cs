using FlowFunctions.Engine.DurableTask.Protocol;

namespace FlowFunctions.Engine.DurableTask.Hub.Turns;

/// <summary>What a turn comes to while its answers are applied, until the hub takes it over.</summary>
internal sealed class TurnResult
{
    private List<HistoryEvent> _newEvents;

    /// <summary>Begins with what the turn brings.</summary>
    /// <param name="past">What is committed.</param>
    /// <param name="newEvents">What the turn brings.</param>
    /// <param name="started">How the execution was started.</param>
    public TurnResult(
        IReadOnlyList<HistoryEvent> past,
        IReadOnlyList<HistoryEvent> newEvents,
        ExecutionStartedEvent started
    )
    {
        (Past, _newEvents, Started) = (past, [.. newEvents], started);
    }

    /// <summary>What was committed before; empty when the turn began the execution anew.</summary>
    public IReadOnlyList<HistoryEvent> Past { get; private set; }

    /// <summary>What is added to the history.</summary>
    public IReadOnlyList<HistoryEvent> NewEvents => _newEvents;

    /// <summary>How the present execution was started.</summary>
    public ExecutionStartedEvent Started { get; private set; }

    /// <summary>The execution continued as new: the history so far is dropped.</summary>
    public bool IsRenewed { get; private set; }

    /// <summary>What the orchestrator told of itself.</summary>
    public string? CustomStatus { get; set; }

    /// <summary>The execution has ended.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>What is sent out with it.</summary>
    public Outbox Outbox { get; } = new();

    /// <summary>Adds an event.</summary>
    public void Add(HistoryEvent added)
    {
        _newEvents.Add(added);
        HasEnded |= added.EventTypeCase == HistoryEvent.EventTypeOneofCase.ExecutionCompleted;
    }

    /// <summary>Begins the next execution of the instance within the same turn.</summary>
    /// <param name="events">What it begins with.</param>
    /// <param name="started">How it was started.</param>
    public void Renew(List<HistoryEvent> events, ExecutionStartedEvent started)
    {
        (Past, _newEvents, Started, IsRenewed) = ([], events, started, true);
    }
}
