using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Flows.Documents;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.Machine;

/// <summary>How scopes and runs end, by themselves or from outside.</summary>
internal readonly ref partial struct Turn
{
    private void NoteFailure(StepInstance step)
    {
        var scope = step.Scope;
        if (step.IsOutput || !step.Status.IsFailure() || step.Plan.HandlesFailure)
        {
            return;
        }

        if (scope.FailedStep is null || step.Plan.Index < scope.FailedStep.Plan.Index)
        {
            scope.FailedStep = step;
        }

        if (_state.Plan.Settings.OnFailure == FailureMode.Stop)
        {
            Drain(scope, DrainMode.Stopping);
        }
    }

    /// <summary>All steps of a scope have ended, or its output has been evaluated.</summary>
    private void EndScope(ScopeInstance scope)
    {
        var error = scope.FailedStep is { } failed ? Blame(failed) : null;
        if (scope.OutputStep is { Status: StepStatus.Succeeded } output)
        {
            FinishScope(scope, RunStatus.Succeeded, output.Output, error: null);
        }
        else if (scope.OutputStep is { Error: { } outputError })
        {
            FinishScope(scope, RunStatus.Failed, output: null, outputError);
        }
        else if (error is not null)
        {
            FinishScope(scope, RunStatus.Failed, output: null, error);
        }
        else if (scope.Mode != DrainMode.None)
        {
            FinishScope(
                scope,
                RunStatus.Cancelled,
                output: null,
                CancelledError("The run stopped before the iteration ended.")
            );
        }
        else if (scope.Owner is null && _state.IsChunk)
        {
            FinishScope(scope, RunStatus.Succeeded, scope.Steps[0]!.Output, error: null);
        }
        else
        {
            scope.Open = 1;
            StartAttempt(Create(scope, scope.Plan.Output));
        }
    }

    private void FinishScope(ScopeInstance scope, RunStatus status, Payload? output, StepError? error)
    {
        if (scope.Owner is not null)
        {
            EndIteration(scope, new IterationResult(output, error));
        }
        else
        {
            Complete(_state.Ending ?? new RunResult(status, output, error));
        }
    }

    /// <summary>The error of a scope names the step at its root, also when it came through loops.</summary>
    private static StepError Blame(StepInstance step) =>
        step.Error!.Step is null ? step.Error with { Step = step.Path, Attempt = step.Attempt } : step.Error;

    private static StepError CancelledError(string message) => new() { Code = ErrorCodes.Cancelled, Message = message };

    private void EndRunEarly(StepInstance step, StepOutcome.RunEnded ended)
    {
        Succeed(step, ended.Output, port: null);
        EndFromOutside(new RunResult(ended.Status, ended.Output, Error: null));
    }

    private void TimeOutRun() =>
        EndFromOutside(
            new RunResult(
                RunStatus.TimedOut,
                Output: null,
                new StepError
                {
                    Code = ErrorCodes.Timeout,
                    Message = $"The run took longer than {Duration.Format(_state.Plan.Settings.Timeout!.Value)}.",
                }
            )
        );

    /// <summary>The run's end is decided; clean-up steps still run.</summary>
    private void EndFromOutside(RunResult ending)
    {
        if (_state.Ending is not null)
        {
            return;
        }

        _state.Ending = ending;
        var root = _state.Root!;
        if (root.OutputStep is not null)
        {
            Complete(ending);
        }
        else
        {
            Drain(root, DrainMode.Cancelling);
        }
    }

    /// <summary>Gives up what waits (and, when cancelling, tells what runs); clean-up steps are left alone.</summary>
    private void Drain(ScopeInstance scope, DrainMode mode)
    {
        if (scope.Mode >= mode)
        {
            return;
        }

        scope.Mode = mode;
        foreach (var step in scope.Steps)
        {
            if (step is not null && !step.IsCleanUp)
            {
                DrainStep(step, mode);
            }
        }
    }

    private void DrainStep(StepInstance step, DrainMode mode)
    {
        switch (step.Status)
        {
            case StepStatus.Running when step.Loop is { Active: > 0 }:
                DrainLoop(step, mode);
                break;
            case StepStatus.Running when mode == DrainMode.Cancelling:
            case StepStatus.Waiting when step.PendingCommand != 0:
                CancelCommand(step.PendingCommand);
                break;
            case StepStatus.Ready when step.StartedAt is null:
                End(step, StepStatus.Skipped);
                break;
            case StepStatus.Ready or StepStatus.Waiting or StepStatus.Retrying:
                End(step, StepStatus.Cancelled);
                break;
            default:
                break;
        }
    }

    private void Control(ControlRequested request)
    {
        switch (request.Control)
        {
            case RunControl.Pause:
                _state.Status = RunStatus.Paused;
                _state.PausedSince ??= _now;
                break;
            case RunControl.Resume:
                GoOn();
                break;
            case RunControl.Cancel:
                EndFromOutside(
                    new RunResult(
                        RunStatus.Cancelled,
                        Output: null,
                        CancelledError(request.Reason ?? "The run was cancelled.")
                    )
                );
                GoOn();
                break;
            default:
                Terminate(request.Reason);
                break;
        }
    }

    /// <summary>After a pause: what was put off happens now, in the order in which it came.</summary>
    private void GoOn()
    {
        if (!_state.IsPaused || _state.Result is not null)
        {
            return;
        }

        _state.Status = RunStatus.Running;
        _state.PausedSince = null;
        foreach (var timer in TakeDeferredTimers())
        {
            FireTimer(timer);
        }

        if (_state.Result is not null)
        {
            return;
        }

        DeliverKeptSignals();
        foreach (var step in TakeReady())
        {
            if (step.Status == StepStatus.Ready)
            {
                var resume = step.ResumeWhenReady;
                step.ResumeWhenReady = null;
                Run(step, resume);
            }
        }
    }

    private List<int> TakeDeferredTimers()
    {
        var timers = _state.DeferredTimers;
        _state.DeferredTimers = null;
        return timers ?? [];
    }

    private List<StepInstance> TakeReady()
    {
        var ready = _state.Ready;
        _state.Ready = null;
        return ready ?? [];
    }

    private void Terminate(string? reason)
    {
        foreach (var command in _state.PendingCommands)
        {
            if (command is ExecuteStep or StartChild)
            {
                CancelCommand(command.Id);
            }
        }

        foreach (var step in _state.Steps.Where(static step => !step.Status.IsTerminal()).ToArray())
        {
            step.EndedAt = _now;
            Change(step, step.StartedAt is null ? StepStatus.Skipped : StepStatus.Cancelled);
        }

        var error = new StepError { Code = ErrorCodes.Terminated, Message = reason ?? "The run was terminated." };
        Complete(new RunResult(RunStatus.Cancelled, Output: null, error));
    }

    private void Complete(RunResult result)
    {
        _state.Result = result;
        _state.Status = result.Status;
        _state.EndedAt = _now;
        _state.Pending.Clear();
        Emit(new CompleteRun(NextId(), result));
    }
}
