using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.Machine;

/// <summary>The application of one event: dispatch here, the rules in the other parts.</summary>
internal readonly ref partial struct Turn
{
    private readonly RunState _state;
    private readonly CommandBuffer _buffer;
    private readonly DateTimeOffset _now;

    public Turn(RunState state, CommandBuffer buffer, DateTimeOffset now)
    {
        _state = state;
        _buffer = buffer;
        _now = now;
    }

    public void Apply(RunEvent runEvent)
    {
        switch (runEvent)
        {
            case RunStarted started:
                StartRun(started.Start);
                break;
            case StepCompleted completed:
                CompleteStep(completed);
                break;
            case TimerFired fired:
                FireTimer(fired.TimerId);
                break;
            case SignalReceived signal:
                ReceiveSignal(signal.Name, signal.Payload);
                break;
            case ChildCompleted child:
                CompleteChild(child);
                break;
            case ControlRequested control:
                Control(control);
                break;
            default:
                throw new InvalidOperationException($"{runEvent.GetType().Name} is not an event of this machine.");
        }

        Settle();
    }

    private void StartRun(RunStart start)
    {
        _state.Start = start;
        _state.Status = RunStatus.Running;
        _state.StartedAt = _now;
        if (start.Chunk is { } chunk)
        {
            StartChunk(chunk);
            return;
        }

        if (_state.Plan.Settings.Timeout is { } timeout)
        {
            Arm(_now + timeout, TimerPurpose.RunTimeout, step: null);
        }

        _state.Root = new ScopeInstance(_state.Plan.Root, prefix: "");
        StartScope(_state.Root);
    }

    private void StartScope(ScopeInstance scope)
    {
        foreach (var index in scope.Plan.Roots)
        {
            Begin(scope, scope.Plan.Steps[index]);
        }

        if (scope.Open == 0)
        {
            EndScope(scope);
        }
    }

    /// <summary>Decides the edges of what has ended until nothing more follows from this event.</summary>
    private void Settle()
    {
        while (_state.Result is null && _buffer.Ended.TryDequeue(out var step))
        {
            NoteFailure(step);
            DecideEdges(step);
            if (--step.Scope.Open == 0)
            {
                EndScope(step.Scope);
            }
        }

        _buffer.Ended.Clear();
    }

    private int NextId() => ++_state.LastCommandId;

    private void Emit(RunCommand command, bool awaited = false)
    {
        _buffer.Add(command);
        if (awaited)
        {
            _state.Pending.Add(command.Id, command);
        }
    }

    private int Arm(DateTimeOffset due, TimerPurpose purpose, StepInstance? step)
    {
        var timer = new StartTimer(NextId(), due, purpose, step);
        Emit(timer, awaited: true);
        return timer.Id;
    }

    private void Disarm(int timerId)
    {
        if (_state.Pending.Remove(timerId) is not null)
        {
            Emit(new CancelTimer(NextId(), timerId));
        }
    }

    private void CancelCommand(int commandId) => Emit(new CancelStep(NextId(), commandId));

    private void Change(StepInstance step, StepStatus status)
    {
        step.Status = status;
        _buffer.Add(new StepTransition(step, status, _now));
    }

    private static StepInstance Create(ScopeInstance scope, PlanStep plan)
    {
        var step = new StepInstance(scope, plan);
        if (plan.Index < scope.Steps.Length)
        {
            scope.Steps[plan.Index] = step;
        }
        else
        {
            scope.OutputStep = step;
        }

        return step;
    }
}
