using FlowFunctions.Engine.DurableTask.Codec;
using FlowFunctions.Engine.DurableTask.Protocol;
using FlowFunctions.Engine.Runs;

namespace FlowFunctions.Engine.DurableTask.Folding;

/// <summary>How an instance ends: the record of the run is stored first, so that nobody finds an ended run without one.</summary>
internal sealed partial class RunFold
{
    private int _endActions;
    private int _recordTries;
    private bool _isRecorded;
    private bool _isTerminated;
    private DateTimeOffset? _endedAt;

    /// <summary>How the run ended, once it has.</summary>
    public RunResult? Result { get; private set; }

    /// <summary>The action that ends the instance, once nothing else is to be done.</summary>
    private OrchestratorAction? Completion =>
        _isRecorded && Result is { } result
            ? new OrchestratorAction
            {
                Id = ActionIds.OfEnd(_endActions + 1),
                CompleteOrchestration = Completions.Of(
                    result,
                    isChild: Origin?.ParentRunId is not null,
                    _place,
                    _isTerminated
                ),
            }
            : null;

    private void End(RunResult result)
    {
        foreach (var child in _actions.Open.OfType<ChildAction>().OrderBy(static child => child.Id).ToArray())
        {
            if (!_actions.Drop(child))
            {
                Control(ActionIds.OfEnd(++_endActions), child);
            }
        }

        DropRest();
        Result = result;
        Record();
    }

    /// <summary>Nothing that was asked for and not scheduled is needed any more.</summary>
    private void DropRest()
    {
        foreach (var action in _actions.Unscheduled.Where(static action => action is not ControlAction).ToArray())
        {
            _actions.Drop(action);
        }

        _pureSteps.Clear();
        _givenUp.AddRange(_actions.Open.OfType<StepAction>().Select(static step => step.CommandId));
    }

    private void Record()
    {
        _recordTries++;
        _actions.Add(new RecordAction(ActionIds.OfEnd(++_endActions), EndPlace, RunEndInput));
    }

    private string EndPlace => $"{Result!.Status}/{EventCount}";

    private string RunEndInput() =>
        RunEnds.Write(
            _plan.FlowId,
            Origin!,
            Result!,
            _state.Start is null ? null : _state.StartedAt,
            _endedAt ?? _state.EndedAt ?? _now,
            History,
            EndPlace,
            QueuedAt
        );

    private void Recorded(RecordAction record, string? answer)
    {
        var (isStored, place) = RunEnds.ReadAnswer(answer);
        if (isStored && place != record.Place)
        {
            _actions.AwaitAgain(record);
        }
        else if (isStored)
        {
            _isRecorded = true;
        }
        else
        {
            PauseBeforeRecording();
        }
    }

    /// <summary>The store is out: the run waits with its end, for hours if need be.</summary>
    private void PauseBeforeRecording()
    {
        var rules = _services.Rules;
        if (_recordTries >= rules.MaxRecordTries)
        {
            _isRecorded = true;
            return;
        }

        var pause = Pause(rules.FirstPause, rules.LongestPause, _recordTries);
        _actions.Add(new PauseAction(ActionIds.OfEnd(++_endActions), _now + pause));
    }

    /// <summary>The pause after a number of tries: it doubles with each.</summary>
    private static TimeSpan Pause(TimeSpan first, TimeSpan longest, int tries)
    {
        var pause = first * Math.Pow(2, Math.Clamp(tries - 1, 0, 20));
        return pause < longest ? pause : longest;
    }
}
