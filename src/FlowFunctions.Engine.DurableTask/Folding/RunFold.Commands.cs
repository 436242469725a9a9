using FlowFunctions.Engine.Children;
using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.History;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;

namespace FlowFunctions.Engine.DurableTask.Folding;

/// <summary>From the machine's commands to actions.</summary>
internal sealed partial class RunFold
{
    private readonly Dictionary<int, int> _timers = [];
    private int _armedAgain;

    private void Ask(RunCommand command)
    {
        switch (command)
        {
            case ExecuteStep { Step.Plan.IsPure: true } pure:
                _pureSteps.Enqueue(pure);
                break;
            case ExecuteStep step:
                Execute(step.Id, StepScopes.RequestFor(_state, step));
                break;
            case StartTimer timer:
                Arm(timer.Id, timer.Id, timer.Due);
                break;
            case CancelTimer cancel:
                Disarm(cancel.TimerId);
                break;
            case StartChild child:
                StartChild(child);
                break;
            case CancelStep cancel:
                Cancel(cancel);
                break;
            case CompleteRun end:
                End(end.Result);
                break;
            default:
                break;
        }
    }

    private void Execute(int commandId, StepRequest request) =>
        _actions.Add(new StepAction(commandId, commandId, _state.Start!, request));

    /// <summary>What needs I/O, before or afterwards, is executed like any other step; and so is a call, because which version of a flow
    /// is called must be written down.</summary>
    private void Evaluate(ExecuteStep command)
    {
        var request = StepScopes.RequestFor(_state, command);
        if (
            !request.ReadsStored()
            && OutcomeOf(request) is var outcome and not StepOutcome.Calling
            && _services.Values.IsInline(outcome)
        )
        {
            Happen(new StepCompleted(_now, command.Id, outcome.Compact()));
        }
        else
        {
            Execute(command.Id, request);
        }
    }

    private StepOutcome OutcomeOf(StepRequest request)
    {
        try
        {
            return _services.Executor.ExecutePure(request);
        }
#pragma warning disable CA1031 // A defect of one step type must fail its step, not the run's turn.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return Outcomes.Defect(request, exception);
        }
    }

    private void Arm(int actionId, int timerId, DateTimeOffset due)
    {
        var longest = _services.Rules.LongestTimer;
        var fireAt = due - _now > longest ? _now + longest : due;
        _timers[timerId] = actionId;
        _actions.Add(new TimerAction(actionId, timerId, due, fireAt));
    }

    /// <summary>The backend cannot cancel a timer; when it fires, nobody waits for it.</summary>
    private void Disarm(int timerId)
    {
        if (_timers.Remove(timerId, out var actionId) && _actions.TryFind(actionId, out TimerAction? timer))
        {
            _actions.Drop(timer);
        }
    }

    private void StartChild(StartChild command)
    {
        if (command.Chunk is not null)
        {
            var start = ChildPlans.StartOf(command, _plan.Hash, _state.Start!);
            _actions.Add(new ChildAction(command, start, _plan.FlowId, _plan.Language));
        }
        else if (_called is { Refusal: { } refusal })
        {
            Happen(new ChildCompleted(_now, command.Id, refusal.ToCore()));
        }
        else if (_called is { } called)
        {
            var start = ChildPlans.StartOf(command, called.PlanHash, _state.Start!);
            _actions.Add(new ChildAction(command, start, command.FlowId!, called.Language));
        }
    }

    /// <summary>What the backend does not know yet is taken back and answered here; what goes on is told.</summary>
    private void Cancel(CancelStep cancel)
    {
        if (StepOf(cancel.CommandId) is { } step)
        {
            if (_actions.Drop(step))
            {
                Happen(new StepCompleted(_now, cancel.CommandId, Outcomes.Cancelled));
            }
            else
            {
                _givenUp.Add(cancel.CommandId);
                _toldToStop.Add(cancel.CommandId);
            }
        }
        else if (_actions.TryFind(cancel.CommandId, out ChildAction? child))
        {
            if (_actions.Drop(child))
            {
                Happen(new ChildCompleted(_now, cancel.CommandId, Outcomes.CancelledChild));
            }
            else
            {
                Control(cancel.Id, child);
            }
        }
    }

    private StepAction? StepOf(int commandId)
    {
        for (var tries = 0; tries <= ActionIds.MaxTries; tries++)
        {
            if (_actions.TryFind(ActionIds.Again(commandId, tries), out StepAction? step))
            {
                return step;
            }
        }

        return null;
    }

    private void Control(int actionId, ChildAction child)
    {
        var control = _state.Result?.ControlForChildren ?? RunControl.Cancel;
        _actions.Add(new ControlAction(actionId, child.Target, new ControlRequested(_now, control)));
    }
}
