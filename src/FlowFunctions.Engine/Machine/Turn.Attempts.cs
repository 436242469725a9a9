using FlowFunctions.Engine.Steps;

namespace FlowFunctions.Engine.Machine;

/// <summary>Attempts of a step: start, answer, retry, end.</summary>
internal readonly ref partial struct Turn
{
    private void StartAttempt(StepInstance step)
    {
        step.Attempt++;
        step.ReadyAt = _now;
        Run(step, resume: null);
    }

    /// <summary>Executes the step's attempt, or lets it wait for the run to be resumed.</summary>
    private void Run(StepInstance step, StepResume? resume)
    {
        if (_state.IsPaused)
        {
            step.ResumeWhenReady = resume;
            Change(step, StepStatus.Ready);
            (_state.Ready ??= []).Add(step);
            return;
        }

        step.PendingCommand = NextId();
        Emit(new ExecuteStep(step.PendingCommand, step, step.Attempt, resume), awaited: true);
        step.StartedAt ??= _now;
        if (step.Status != StepStatus.Running)
        {
            Change(step, StepStatus.Running);
        }

        if (resume is null or StepResume.TurnCame && step.TimeoutTimer == 0 && step.Plan.Timeout is { } timeout)
        {
            step.TimeoutTimer = Arm(_now + timeout, TimerPurpose.StepTimeout, step);
        }
    }

    private void CompleteStep(StepCompleted completed)
    {
        if (_state.Pending.Find(completed.CommandId) is not ExecuteStep { Step: var step })
        {
            return;
        }

        _state.Pending.Remove(completed.CommandId);
        step.PendingCommand = 0;
        switch (completed.Outcome)
        {
            case StepOutcome.Succeeded succeeded:
                Succeed(step, succeeded.Output, succeeded.Port);
                break;
            case StepOutcome.Failed { Error: var error }:
                EndAttempt(step, error, timedOut: false);
                break;
            case StepOutcome.RunEnded ended:
                EndRunEarly(step, ended);
                break;
            case var request when step.IsDrained:
                step.Error = new StepError
                {
                    Code = ErrorCodes.Cancelled,
                    Message = "The run stopped before the step could go on.",
                };
                End(step, StepStatus.Cancelled);
                break;
            case StepOutcome.Waiting waiting when waiting.Until is not null || waiting.Signal is not null:
                Wait(step, waiting);
                break;
            case StepOutcome.PutOff putOff:
                PutOff(step, putOff);
                break;
            case StepOutcome.Calling calling:
                Call(step, calling);
                break;
            case StepOutcome.Iterating iterating when step.Plan.Body is not null:
                Iterate(step, iterating);
                break;
            case StepOutcome.Repeating repeating when step.Plan.Body is not null:
                Repeat(step, repeating.Item);
                break;
            default:
                EndAttempt(step, NotAllowed(step, completed.Outcome), timedOut: false);
                break;
        }
    }

    private static StepError NotAllowed(StepInstance step, StepOutcome outcome) =>
        new()
        {
            Code = ErrorCodes.StepProtocol,
            Message =
                $"Step type '{step.Plan.Type}' answered {outcome.GetType().Name}, but "
                + (outcome is StepOutcome.Waiting ? "for nothing." : "the step has no body."),
        };

    private void Succeed(StepInstance step, Payloads.Payload output, string? port)
    {
        step.Output = output;
        step.Port = port;
        step.Error = null;
        End(step, StepStatus.Succeeded);
    }

    /// <summary>An attempt did not succeed: retry, or end the step.</summary>
    private void EndAttempt(StepInstance step, StepError error, bool timedOut)
    {
        step.Error = error;
        ClearTimers(step);
        if (step.IsDrained && error.Code == ErrorCodes.Cancelled)
        {
            End(step, StepStatus.Cancelled);
        }
        else if (!step.IsDrained && step.Plan.Retry.Allows(error, step.Attempt))
        {
            Retry(step, error);
        }
        else
        {
            End(step, timedOut ? StepStatus.TimedOut : StepStatus.Failed);
        }
    }

    private void Retry(StepInstance step, StepError error)
    {
        var delay = step.Plan.Retry.DelayAfter(step.Attempt, error, _state.RunId, step.Path);
        if (delay <= TimeSpan.Zero)
        {
            StartAttempt(step);
            return;
        }

        step.WaitTimer = Arm(_now + delay, TimerPurpose.Retry, step);
        step.Wait = new StepWait(_now, _now + delay, Signal: null, ChildRunId: null, Details: null);
        Change(step, StepStatus.Retrying);
    }

    private void End(StepInstance step, StepStatus status)
    {
        ClearTimers(step);
        step.Wait = null;
        step.Loop = null;
        step.EndedAt = _now;
        Change(step, status);
        _buffer.Ended.Enqueue(step);
    }

    private void ClearTimers(StepInstance step)
    {
        Disarm(step.TimeoutTimer);
        Disarm(step.WaitTimer);
        step.TimeoutTimer = step.WaitTimer = 0;
    }
}
