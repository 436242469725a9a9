using FlowFunctions.Engine.DurableTask.Codec;
using FlowFunctions.Engine.DurableTask.Protocol;
using FlowFunctions.Engine.History;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Steps;
using EventKind = FlowFunctions.Engine.DurableTask.Protocol.HistoryEvent.EventTypeOneofCase;

namespace FlowFunctions.Engine.DurableTask.Folding;

/// <summary>From the backend's answers to the machine's events.</summary>
internal sealed partial class RunFold
{
    /// <summary>Of the answer that is being applied: the flow that the step calls.</summary>
    private Codec.Wire.CalledFlow? _called;

    private void Complete(TaskCompletedEvent completed)
    {
        switch (_actions.Answer(completed.TaskScheduledId, EventKind.TaskScheduled))
        {
            case StepAction step:
                Complete(step, completed.Result);
                break;
            case AskChildAction question:
                Complete(question, completed.Result);
                break;
            case RecordAction record:
                Recorded(record, completed.Result);
                break;
            case AdmissionQuestionAction:
                Answer(completed.Result);
                break;
            default:
                break;
        }
    }

    private void Complete(StepAction step, string? result)
    {
        Codec.Wire.StepAnswer answer;
        try
        {
            answer = Envelope.Read(Codec.Wire.StepAnswer.Parser, result);
        }
        catch (InvalidDataException exception)
        {
            Break(step, exception.Message);
            return;
        }

        if (answer.Place != step.Place)
        {
            // It answers a turn that was lost; the answer to this one's comes too.
            _actions.AwaitAgain(step);
            return;
        }

        // The machine asks for the child in the same fold, so it is found here.
        _called = answer.Called;
        Happen(new StepCompleted(_now, step.CommandId, answer.Completed.ToCore()));
        Settle();
        _called = null;
    }

    private void Complete(AskChildAction question, string? result)
    {
        Codec.Wire.StepAnswer answer;
        try
        {
            answer = Envelope.Read(Codec.Wire.StepAnswer.Parser, result);
        }
        catch (InvalidDataException)
        {
            Ask(question.Child);
            return;
        }

        // Where a rewind has cut questions out, a replay may have asked them in another order: the answer says itself whose it is.
        var asked = _actions.Open.OfType<ChildAction>().FirstOrDefault(child => child.Place == answer.Place);
        if (asked is not null && answer.Child is { } end && _actions.Answer(asked.Id) is not null)
        {
            Happen(new ChildCompleted(_now, asked.Id, end.ToCore()));
        }
    }

    private void Break(int actionId, TaskFailureDetails? details)
    {
        var reason = details?.InnerFailure?.ErrorMessage ?? details?.ErrorMessage ?? "The backend does not say why.";
        Break(_actions.Answer(actionId, EventKind.TaskScheduled), reason);
    }

    private void Break(PlannedAction? action, string reason)
    {
        switch (action)
        {
            case StepAction step:
                Break(step, reason);
                break;
            case AskChildAction { Child: var child }:
                Ask(child);
                break;
            case RecordAction:
                PauseBeforeRecording();
                break;
            case AdmissionQuestionAction:
                Answer(result: null);
                break;
            default:
                break;
        }
    }

    /// <summary>
    /// Not the step failed but what executed it: a step's failure is an answer. So the same attempt is executed again, which costs the
    /// flow no retry; it has the same idempotency key.
    /// </summary>
    private void Break(StepAction step, string reason)
    {
        var tries = ActionIds.TriesOf(step.Id) + 1;
        if (_state.Pending.Find(step.CommandId) is null)
        {
            return;
        }

        if (tries <= _services.Rules.MaxBrokenCalls)
        {
            _actions.Add(step.Again(tries));
            return;
        }

        var error = new StepError
        {
            Code = DurableErrors.BrokenCall,
            Message =
                $"The host broke {tries} times while it executed the step; the last time it said: {reason} See the host's log, then rerun the run from this step.",
            Retryable = true,
        };
        Happen(new StepCompleted(_now, step.CommandId, new StepOutcome.Failed(error)));
    }

    /// <summary>A timer may fire early, or be only a part of the way.</summary>
    private void Fire(TimerFiredEvent fired)
    {
        if (
            _actions.TryFind(fired.TimerId, out TimerAction? armed)
            && fired.FireAt is { } fireAt
            && fireAt.ToDateTimeOffset() != armed.FireAt
        )
        {
            // One of a turn that was lost.
            return;
        }

        var actionId = fired.TimerId;
        switch (_actions.Answer(actionId, EventKind.TimerCreated))
        {
            case TimerAction timer when _timers.GetValueOrDefault(timer.TimerId) != actionId:
                break;
            case TimerAction timer when _now < timer.Due:
                Arm(ActionIds.OfTimer(++_armedAgain), timer.TimerId, timer.Due);
                break;
            case TimerAction timer:
                _timers.Remove(timer.TimerId);
                Happen(new TimerFired(_now, timer.TimerId));
                break;
            case PauseAction:
                Record();
                break;
            case AdmissionPauseAction:
                AskForPlace();
                break;
            default:
                break;
        }
    }

    private void CompleteChild(SubOrchestrationInstanceCompletedEvent completed)
    {
        if (_actions.Answer(completed.TaskScheduledId, EventKind.SubOrchestrationInstanceCreated) is ChildAction child)
        {
            Happen(new ChildCompleted(_now, child.Command.Id, RunOutputs.Read(completed.Result, child.Place)));
        }
    }

    /// <summary>
    /// A child run that fails ends in order, with its result: this is the host's failure. The child is let go on and answers then, or
    /// whoever gives it up tells.
    /// </summary>
    private void FailChild(SubOrchestrationInstanceFailedEvent failed)
    {
        if (_actions.Answer(failed.TaskScheduledId, EventKind.SubOrchestrationInstanceCreated) is ChildAction child)
        {
            _actions.AwaitAgain(child);
        }
    }

    /// <summary>Somebody has given a child run up that the host had failed too often.</summary>
    private void GiveUp(ChildCompleted child)
    {
        if (_actions.Answer(child.CommandId) is not null)
        {
            Happen(child with { At = _now });
        }
    }
}
