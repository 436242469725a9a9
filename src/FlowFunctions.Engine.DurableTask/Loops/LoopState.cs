using FlowFunctions.Engine.DurableTask.Protocol;
using Google.Protobuf.WellKnownTypes;
using EventKind = FlowFunctions.Engine.DurableTask.Protocol.HistoryEvent.EventTypeOneofCase;

namespace FlowFunctions.Engine.DurableTask.Loops;

/// <summary>How far one round of a loop has come, read off its history.</summary>
internal sealed class LoopState
{
    private readonly int _call;
    private readonly int _pause;
    private Timestamp _now = new();

    private LoopState(int call, int pause) => (_call, _pause) = (call, pause);

    /// <summary>What the activity gets: JSON text.</summary>
    public string Input { get; private set; } = "null";

    /// <summary>Whether the activity was called.</summary>
    public bool IsCalled { get; private set; }

    /// <summary>What the activity answered; null as long as it has not.</summary>
    public LoopAnswer? Answer { get; private set; }

    /// <summary>Whether the timer of the pause was made.</summary>
    public bool IsWaiting { get; private set; }

    /// <summary>Whether the pause is over.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Whether the backend was told to end it.</summary>
    public bool IsTerminated { get; private set; }

    /// <summary>When the pause is over that begins now.</summary>
    public Timestamp FireAt => _now + (Answer?.Pause ?? TimeSpan.Zero).ToDuration();

    /// <summary>Reads a history.</summary>
    /// <param name="events">All events of the round.</param>
    /// <param name="call">The id of the action that calls the activity.</param>
    /// <param name="pause">The id of the action that makes the timer.</param>
    public static LoopState Of(IEnumerable<HistoryEvent> events, int call, int pause)
    {
        var state = new LoopState(call, pause);
        foreach (var shown in events)
        {
            state.Apply(shown);
        }

        return state;
    }

    private void Apply(HistoryEvent shown)
    {
        switch (shown.EventTypeCase)
        {
            case EventKind.OrchestratorStarted:
                _now = shown.Timestamp;
                break;
            case EventKind.ExecutionStarted:
                Input = shown.ExecutionStarted.Input ?? Input;
                break;
            case EventKind.ExecutionTerminated:
                IsTerminated = true;
                break;
            case EventKind.TaskScheduled when shown.EventId == _call:
                IsCalled = true;
                break;
            case EventKind.TaskCompleted when shown.TaskCompleted.TaskScheduledId == _call:
                var text = shown.TaskCompleted.Result;
                Answer ??= LoopPause.Read(text) is { } wanted ? new(text!, wanted) : Failed;
                break;
            case EventKind.TaskFailed when shown.TaskFailed.TaskScheduledId == _call:
                Answer ??= Failed;
                break;
            case EventKind.TimerCreated when shown.EventId == _pause:
                IsWaiting = true;
                break;
            case EventKind.TimerFired when shown.TimerFired.TimerId == _pause:
                IsOver = true;
                break;
            default:
                break;
        }
    }

    /// <summary>The next round is told what this one was.</summary>
    private LoopAnswer Failed => new(Input, LoopPause.AfterFailure);
}
