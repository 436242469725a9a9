using FlowFunctions.Engine.DurableTask.Codec;
using FlowFunctions.Engine.DurableTask.Protocol;
using FlowFunctions.Engine.History;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Flows.Plans;
using EventKind = FlowFunctions.Engine.DurableTask.Protocol.HistoryEvent.EventTypeOneofCase;

namespace FlowFunctions.Engine.DurableTask.Folding;

/// <summary>
/// A run folded from the history of its instance: the backend's events become the machine's, and the machine's commands become actions.
/// A pure fold: the same events give the same actions for ever. Not for several threads at a time.
/// </summary>
/// <remarks>
/// The clock is the time at which the backend began the turn. Answers that come late, twice or to nobody change nothing. Pure steps are
/// evaluated here, so the language version that the run was started with must be this code's.
/// </remarks>
internal sealed partial class RunFold
{
    private const int RememberedEvents = 1000;

    private readonly Plan _plan;
    private readonly FoldServices _services;
    private RunState _state;
    private readonly CommandBuffer _effects = new();
    private readonly HistoryWriter _history = new();
    private readonly PlannedActions _actions = new();
    private readonly Queue<RunEvent> _events = new();
    private readonly Queue<ExecuteStep> _pureSteps = new();
    private readonly Queue<string> _seen = new();
    private readonly HashSet<string> _seenIds = new(StringComparer.Ordinal);
    private readonly List<int> _givenUp = [];
    private readonly HashSet<int> _toldToStop = [];
    private DateTimeOffset _now;
    private string _place = "";

    /// <summary>What was asked for by turns that did not fold the history, and was not answered yet: until then there may be more of them.</summary>
    private readonly HashSet<int> _outside = [];
    private bool _onlyWaits;

    /// <summary>A run before its first event.</summary>
    /// <param name="plan">Its plan.</param>
    /// <param name="services">What it works with.</param>
    public RunFold(Plan plan, FoldServices services)
    {
        _plan = plan;
        _services = services;
        _state = new RunState(plan);
    }

    /// <summary>The run.</summary>
    public RunState State => _state;

    /// <summary>Its flow's plan.</summary>
    public Plan Plan => _plan;

    /// <summary>The machine's events, as records hold them.</summary>
    public ReadOnlyMemory<byte> History => _history.WrittenMemory;

    /// <summary>Number of the machine's events.</summary>
    public int EventCount { get; private set; }

    /// <summary>How often the backend has let the run go on after the host had failed it.</summary>
    public int Rewinds { get; private set; }

    /// <summary>What the history does not hold yet, in order.</summary>
    public IEnumerable<OrchestratorAction> Actions =>
        Completion is { } completion ? [completion] : _actions.Unscheduled.Select(static action => action.ToAction());

    /// <summary>Executions that the machine does not want any more, by their commands; since it was asked last.</summary>
    public IReadOnlyList<int> TakeGivenUp()
    {
        int[] taken = [.. _givenUp];
        _givenUp.Clear();
        return taken;
    }

    /// <summary>Executions under way that the machine does not want any more, by their commands.</summary>
    public IEnumerable<int> GivenUp =>
        _actions
            .Open.OfType<StepAction>()
            .Select(static step => step.CommandId)
            .Where(command => _toldToStop.Contains(command));

    /// <summary>The backend does not send what it has scheduled, within a session: it has scheduled everything.</summary>
    public void AssumeScheduled() => _actions.AssumeScheduled();

    /// <summary>Goes on with the next event of the history.</summary>
    /// <exception cref="NonDeterministicException">The history does not fit.</exception>
    /// <exception cref="InvalidDataException">An event holds what nobody but the engine writes, and is damaged.</exception>
    public void Apply(HistoryEvent shown)
    {
        switch (shown.EventTypeCase)
        {
            case EventKind.OrchestratorStarted:
                _now = Later(shown.Timestamp.ToDateTimeOffset());
                _onlyWaits = false;
                BeginTurn();
                break;
            case EventKind.OrchestratorCompleted:
                _actions.EndTurn(isComplete: !_onlyWaits && _outside.Count == 0 && !_hasGaps);
                break;
            case EventKind.ExecutionStarted:
                Start(shown.ExecutionStarted);
                break;
            case EventKind.TaskScheduled or EventKind.TimerCreated or EventKind.SubOrchestrationInstanceCreated:
            case EventKind.EventSent:
                Confirm(shown);
                break;
            case EventKind.GenericEvent or EventKind.ExecutionRewound:
                Rewind(shown);
                break;
            case EventKind.ExecutionTerminated:
                _isTerminated = true;
                Happen(new ControlRequested(_now, RunControl.Terminate, shown.ExecutionTerminated.Input?.Unquoted()));
                break;
            default:
                _outside.Remove(ActionIds.AnsweredBy(shown));
                Receive(shown);
                break;
        }

        Settle();
    }

    private void Receive(HistoryEvent shown)
    {
        switch (shown.EventTypeCase)
        {
            case EventKind.TaskCompleted:
                Complete(shown.TaskCompleted);
                break;
            case EventKind.TaskFailed:
                Break(shown.TaskFailed.TaskScheduledId, shown.TaskFailed.FailureDetails);
                break;
            case EventKind.TimerFired:
                Fire(shown.TimerFired);
                break;
            case EventKind.SubOrchestrationInstanceCompleted:
                CompleteChild(shown.SubOrchestrationInstanceCompleted);
                break;
            case EventKind.SubOrchestrationInstanceFailed:
                FailChild(shown.SubOrchestrationInstanceFailed);
                break;
            case EventKind.EventRaised:
                Raise(shown.EventRaised);
                break;
            case EventKind.ExecutionSuspended:
                Happen(new ControlRequested(_now, RunControl.Pause, shown.ExecutionSuspended.Input?.Unquoted()));
                break;
            case EventKind.ExecutionResumed:
                Happen(new ControlRequested(_now, RunControl.Resume, shown.ExecutionResumed.Input?.Unquoted()));
                break;
            default:
                break;
        }
    }

    private void Start(ExecutionStartedEvent started)
    {
        if (Origin is null)
        {
            Begin(RunInputs.Read(started.Input));
        }
    }

    private void Confirm(HistoryEvent shown)
    {
        if (ActionIds.IsOutsideOfRun(shown.EventId))
        {
            _onlyWaits = true;
            _outside.Add(shown.EventId);
            return;
        }

        _actions.Confirm(
            shown,
            shown.EventTypeCase switch
            {
                EventKind.TaskScheduled => shown.TaskScheduled.Name,
                EventKind.SubOrchestrationInstanceCreated => shown.SubOrchestrationInstanceCreated.InstanceId,
                EventKind.EventSent => shown.EventSent.InstanceId,
                _ => "",
            }
        );
    }

    /// <summary>The machine gets an event in this turn, behind those that it has not got yet.</summary>
    private void Happen(RunEvent runEvent) => _events.Enqueue(runEvent);

    /// <summary>Applies what has happened and evaluates what follows from it, until the run waits for something outside.</summary>
    private void Settle()
    {
        while (Result is null)
        {
            if (_events.TryDequeue(out var next))
            {
                Fold(next);
            }
            else if (_pureSteps.TryDequeue(out var step))
            {
                Evaluate(step);
            }
            else
            {
                return;
            }
        }

        _events.Clear();
    }

    private void Fold(RunEvent runEvent)
    {
        if (Waiting is { } waiting)
        {
            Keep(waiting, runEvent);
            return;
        }

        if (_state.Start is null && runEvent is not RunStarted)
        {
            throw new InvalidDataException("The history does not begin with the start of the run.");
        }

        _effects.Clear();
        RunMachine.Apply(_state, runEvent, _effects);
        _history.Append(runEvent);
        EventCount++;
        foreach (var command in _effects.Commands)
        {
            Ask(command);
        }
    }

    private void Raise(EventRaisedEvent raised)
    {
        if (raised.Name != SentEvents.Name || SentEvents.Find(raised.Input) is not { } found)
        {
            Happen(new SignalReceived(_now, raised.Name, PayloadOf(raised.Input)));
            return;
        }

        var (id, sent) = found;
        if (!IsNew(id))
        {
            return;
        }

        if (sent is null)
        {
            GetPlace();
        }
        else if (sent is ChildCompleted child)
        {
            GiveUp(child);
        }
        else
        {
            Happen(sent with { At = _now });
        }
    }

    /// <summary>A backend may deliver an event again; of the last ones it is known.</summary>
    private bool IsNew(string id)
    {
        if (!_seenIds.Add(id))
        {
            return false;
        }

        _seen.Enqueue(id);
        if (_seen.Count > RememberedEvents)
        {
            _seenIds.Remove(_seen.Dequeue());
        }

        return true;
    }

    /// <summary>Somebody sent it past the API, so it may be anything.</summary>
    private static Payload PayloadOf(string? json)
    {
        try
        {
            return json is null ? Payload.Null : Payload.Parse(json);
        }
        catch (System.Text.Json.JsonException)
        {
            return Payload.Parse(System.Text.Json.JsonSerializer.Serialize(json, TextJson.Default.String));
        }
    }

    private DateTimeOffset Later(DateTimeOffset time) => time > _now ? time : _now;
}
