using FlowFunctions.Engine.DurableTask.Protocol;

namespace FlowFunctions.Engine.DurableTask.Folding;

/// <summary>
/// How a run goes on that the host had failed. The backend has lost what came for it in the meantime, so it asks again for everything that
/// is open: steps are executed again as the same attempts, timers are armed again, and children are asked whether they have ended.
/// </summary>
internal sealed partial class RunFold
{
    private const int MaxQuestions = 10_000;
    private int _questions;

    /// <summary>A rewind cuts failures out of a history, and with them what had been scheduled for them.</summary>
    private bool _hasGaps;
    private bool _hasFailed;
    private bool _hasAskedAgain;

    private void Rewind(HistoryEvent shown)
    {
        _hasGaps = true;
        if (shown.ExecutionRewound is not null || shown.GenericEvent is { Data: not null })
        {
            AskAgain();
        }
        else if (shown.EventId == 0)
        {
            // The end of a turn that had failed: tasks have ids above 0, answers below. Where a failed child is rewound its parent is told
            // nothing, and goes on when the child answers.
            _hasFailed = true;
        }
        else if (shown.EventId > 0)
        {
            _actions.CutOut(shown.EventId);
        }
        else if (_actions.TakeCutOut() is { } broken)
        {
            Break(broken, "It is not known any more why.");
        }
    }

    private void BeginTurn()
    {
        _hasAskedAgain = false;
        IsAdmissionNews = false;
        if (_hasFailed)
        {
            _hasFailed = false;
            AskAgain();
        }
    }

    private void AskAgain()
    {
        if (_hasAskedAgain)
        {
            return;
        }

        _hasAskedAgain = true;
        Rewinds++;
        foreach (var action in _actions.Open.OrderBy(static action => action.Id).ToArray())
        {
            if (action.IsScheduled)
            {
                AskAgain(action);
            }
        }
    }

    private void AskAgain(PlannedAction action)
    {
        switch (action)
        {
            case ChildAction child:
                Ask(child);
                break;
            case StepAction step when ActionIds.TriesOf(step.Id) < ActionIds.MaxTries:
                _actions.Answer(step.Id);
                _actions.Add(step.Again(ActionIds.TriesOf(step.Id) + 1));
                break;
            case TimerAction timer:
                _actions.Answer(timer.Id);
                if (_timers.GetValueOrDefault(timer.TimerId) == timer.Id)
                {
                    Arm(ActionIds.OfTimer(++_armedAgain), timer.TimerId, timer.Due);
                }

                break;
            case AdmissionQuestionAction or AdmissionPauseAction:
                AskAgainForPlace(action);
                break;
            case RecordAction or PauseAction:
                _actions.Answer(action.Id);
                Record();
                break;
            default:
                break;
        }
    }

    /// <summary>The answer to a question is lost like others: the next one has another id.</summary>
    private void Ask(ChildAction child)
    {
        if (++_questions <= MaxQuestions)
        {
            _actions.Add(new AskChildAction(ActionIds.OfQuestion(_questions), child));
        }
    }
}
