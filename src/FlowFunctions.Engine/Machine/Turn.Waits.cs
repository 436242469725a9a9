using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Flows.Documents;

namespace FlowFunctions.Engine.Machine;

/// <summary>Timers and signals.</summary>
internal readonly ref partial struct Turn
{
    private void Wait(StepInstance step, StepOutcome.Waiting waiting)
    {
        step.Wait = new StepWait(_now, waiting.Until, waiting.Signal, ChildRunId: null, waiting.Details);
        Change(step, StepStatus.Waiting);
        if (waiting.Signal is { } name && !_state.IsPaused && TakeSignal(name) is { } payload)
        {
            Resume(step, new StepResume.SignalReceived(payload));
            return;
        }

        if (waiting.Until is { } until)
        {
            step.WaitTimer = Arm(until, TimerPurpose.Wait, step);
        }

        if (waiting.Signal is not null)
        {
            _state.SignalWaiters.Add(waiting.Signal, step);
        }
    }

    /// <summary>A limit holds the attempt up before it has begun, so that its time does not run yet.</summary>
    private void PutOff(StepInstance step, StepOutcome.PutOff putOff)
    {
        ClearTimers(step);
        step.Wait = new StepWait(_now, putOff.Until, Signal: null, ChildRunId: null, Details: null)
        {
            Limit = putOff.Reason,
            Ticket = putOff.Ticket,
        };
        Change(step, StepStatus.Waiting);
        step.WaitTimer = Arm(putOff.Until, TimerPurpose.Wait, step);
    }

    /// <summary>Hands a step the answer to what it asked for.</summary>
    private void Resume(StepInstance step, StepResume resume)
    {
        Disarm(step.WaitTimer);
        step.WaitTimer = 0;
        step.Wait = null;
        Run(step, resume);
    }

    private void FireTimer(int timerId)
    {
        if (_state.Pending.Find(timerId) is not StartTimer timer)
        {
            return;
        }

        if (_state.IsPaused)
        {
            (_state.DeferredTimers ??= []).Add(timerId);
            return;
        }

        _state.Pending.Remove(timerId);
        if (_now < timer.Due)
        {
            Rearm(timer);
            return;
        }

        switch (timer)
        {
            case { Purpose: TimerPurpose.RunTimeout }:
                TimeOutRun();
                break;
            case { Purpose: TimerPurpose.StepTimeout, Step: { } step }:
                step.TimeoutTimer = 0;
                TimeOutStep(step);
                break;
            case { Purpose: TimerPurpose.Retry, Step: { } step }:
                step.WaitTimer = 0;
                step.Wait = null;
                StartAttempt(step);
                break;
            case { Step: { } step }:
                step.WaitTimer = 0;
                Resume(
                    step,
                    step.Wait is { Limit: not null, Ticket: var ticket }
                        ? new StepResume.TurnCame(ticket)
                        : StepResume.TimeReached.Instance
                );
                break;
            default:
                break;
        }
    }

    /// <summary>Some engines' timers fire up to a second early; the machine never acts before the time.</summary>
    private void Rearm(StartTimer timer)
    {
        var id = Arm(timer.Due, timer.Purpose, timer.Step);
        if (timer.Purpose == TimerPurpose.StepTimeout)
        {
            timer.Step!.TimeoutTimer = id;
        }
        else if (timer.Step is not null)
        {
            timer.Step.WaitTimer = id;
        }
    }

    private void TimeOutStep(StepInstance step)
    {
        var error = new StepError
        {
            Code = ErrorCodes.Timeout,
            Message = $"Attempt {step.Attempt} took longer than {Duration.Format(step.Plan.Timeout!.Value)}.",
            Retryable = true,
        };
        if (step.Loop is { Active: > 0 } loop)
        {
            loop.TimedOut = true;
            loop.Error = error;
            DrainLoop(step, DrainMode.Cancelling);
            return;
        }

        if (step.PendingCommand != 0)
        {
            CancelCommand(step.PendingCommand);
            _state.Pending.Remove(step.PendingCommand);
            step.PendingCommand = 0;
        }

        EndAttempt(step, error, timedOut: true);
    }

    private void ReceiveSignal(string name, Payload payload)
    {
        if (!_state.IsPaused && _state.SignalWaiters.Take(name) is { } step)
        {
            Resume(step, new StepResume.SignalReceived(payload));
        }
        else if (_state.KeptSignals < RunState.MaxKeptSignals)
        {
            var signals = _state.Signals ??= new(StringComparer.Ordinal);
            if (!signals.TryGetValue(name, out var queue))
            {
                signals.Add(name, queue = new());
            }

            queue.Enqueue(payload);
            _state.KeptSignals++;
        }
    }

    private Payload? TakeSignal(string name)
    {
        if (_state.Signals is null || !_state.Signals.TryGetValue(name, out var queue) || queue.Count == 0)
        {
            return null;
        }

        _state.KeptSignals--;
        return queue.Dequeue();
    }

    /// <summary>After a pause: gives signals that came meanwhile to the steps that wait for them, in the order of waiting.</summary>
    private void DeliverKeptSignals()
    {
        if (_state.Signals is not { } signals)
        {
            return;
        }

        foreach (var name in signals.Keys.Order(StringComparer.Ordinal))
        {
            while (signals[name].Count > 0 && _state.SignalWaiters.Take(name) is { } step)
            {
                Resume(step, new StepResume.SignalReceived(TakeSignal(name)!));
            }
        }
    }
}
