using FlowFunctions.Engine.DurableTask.Clients;
using FlowFunctions.Engine.DurableTask.Hub.Messages;
using FlowFunctions.Engine.DurableTask.Hub.Turns;
using FlowFunctions.Engine.DurableTask.Protocol;

namespace FlowFunctions.Engine.DurableTask.Hub.Instances;

/// <summary>An orchestration instance. The hub's lock guards it; a turn that is under way may read the history without, as nobody changes it then.</summary>
internal sealed class Instance
{
    private readonly List<HistoryEvent> _history = [];
    private readonly HashSet<int> _knownIds = [];
    private TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>A new instance that waits for its first turn.</summary>
    /// <param name="start">The message that starts it.</param>
    public Instance(HubMessage start)
    {
        var started = start.Event.ExecutionStarted;
        Id = started.OrchestrationInstance.InstanceId;
        ExecutionId = started.OrchestrationInstance.ExecutionId;
        Started = started;
        CreatedAt = UpdatedAt = start.Event.Timestamp.ToDateTimeOffset();
        Inbox.Add(start);
    }

    public string Id { get; }

    /// <summary>Its present execution; each continue-as-new begins another.</summary>
    public string ExecutionId { get; private set; }

    /// <summary>How its present execution was started.</summary>
    public ExecutionStartedEvent Started { get; private set; }

    public InstanceStatus Status { get; private set; } = InstanceStatus.Pending;

    public string? CustomStatus { get; private set; }

    public string? Output { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset UpdatedAt { get; private set; }

    /// <summary>What is committed of it.</summary>
    public IReadOnlyList<HistoryEvent> History => _history;

    public Inbox Inbox { get; } = new();

    /// <summary>A turn of it is under way.</summary>
    public bool InTurn { get; set; }

    /// <summary>It waits among those that are ready for a turn.</summary>
    public bool Queued { get; set; }

    /// <summary>The last turn of the session that keeps it in the worker's memory; null when there is none.</summary>
    public DateTimeOffset? SessionUsedAt { get; set; }

    /// <summary>Ends when the instance does.</summary>
    public Task Ended => _ended.Task;

    public bool HasEnded =>
        Status
            is InstanceStatus.Completed
                or InstanceStatus.Failed
                or InstanceStatus.Terminated
                or InstanceStatus.Canceled;

    /// <summary>How it stands, for clients.</summary>
    public InstanceState State =>
        new()
        {
            InstanceId = Id,
            Name = Started.Name,
            Status = Status,
            CreatedAt = CreatedAt,
            LastUpdatedAt = UpdatedAt,
            CustomStatus = CustomStatus,
            Output = Output,
        };

    public bool HasWork => !HasEnded && !InTurn && Inbox.Any(IsDue);

    /// <summary>Whether a message may be part of a turn now: an answer may not come before what it answers is in the history.</summary>
    public bool IsDue(HubMessage message) =>
        !IsStale(message) && (message.Answers is not { } asked || _knownIds.Contains(asked));

    /// <summary>Whether a message is for another execution, or starts one that has started.</summary>
    public bool IsStale(HubMessage message) =>
        message.Starts ? _history.Count > 0 : message.ExecutionId is { } executionId && executionId != ExecutionId;

    /// <summary>Takes a turn's result over.</summary>
    public void Commit(TurnResult result)
    {
        if (result.IsRenewed)
        {
            _history.Clear();
            _knownIds.Clear();
        }

        Status = Status == InstanceStatus.Pending ? InstanceStatus.Running : Status;
        _history.AddRange(result.NewEvents);
        foreach (var added in result.NewEvents)
        {
            Note(added);
        }

        CustomStatus = result.CustomStatus;
        UpdatedAt = result.NewEvents[^1].Timestamp.ToDateTimeOffset();
        if (HasEnded)
        {
            _ended.TrySetResult();
        }
    }

    /// <summary>Puts other events in the place of those of its history, and waits for another turn.</summary>
    public void Rewind(Func<HistoryEvent, HistoryEvent> replaced, DateTimeOffset at)
    {
        for (var i = 0; i < _history.Count; i++)
        {
            _history[i] = replaced(_history[i]);
        }

        (Status, Output, UpdatedAt, SessionUsedAt) = (InstanceStatus.Pending, null, at, null);
        _ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private void Note(HistoryEvent added)
    {
        if (added.EventId >= 0)
        {
            _knownIds.Add(added.EventId);
        }

        switch (added.EventTypeCase)
        {
            case HistoryEvent.EventTypeOneofCase.ExecutionStarted:
                Started = added.ExecutionStarted;
                ExecutionId = Started.OrchestrationInstance.ExecutionId;
                CreatedAt = added.Timestamp.ToDateTimeOffset();
                Status = InstanceStatus.Running;
                break;
            case HistoryEvent.EventTypeOneofCase.ExecutionSuspended:
                Status = InstanceStatus.Suspended;
                break;
            case HistoryEvent.EventTypeOneofCase.ExecutionResumed:
                Status = InstanceStatus.Running;
                break;
            case HistoryEvent.EventTypeOneofCase.ExecutionCompleted:
                Status = InstanceStatuses.Of(added.ExecutionCompleted.OrchestrationStatus);
                Output = OutputOf(added.ExecutionCompleted);
                break;
        }
    }

    private static string? OutputOf(ExecutionCompletedEvent completed) =>
        completed.Result
        ?? (completed.FailureDetails is { } failure ? $"{failure.ErrorType}: {failure.ErrorMessage}" : null);
}
