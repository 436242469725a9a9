using FlowFunctions.Engine.DurableTask.Codec;
using FlowFunctions.Engine.History;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;
using ReplyState = FlowFunctions.Engine.DurableTask.Codec.Wire.AdmissionReply.Types.State;

namespace FlowFunctions.Engine.DurableTask.Folding;

/// <summary>
/// How a run of a limited flow waits for its place: its start is kept until the run is told, or has found out by asking, that it has one.
/// The machine sees nothing of it.
/// </summary>
internal sealed partial class RunFold
{
    private readonly List<Codec.Wire.HeldKey> _held = [];
    private int _admissionQuestions;
    private int _admissionPauses;

    /// <summary>What it starts from, or will; null before the first event.</summary>
    public RunStart? Origin => _state.Start ?? Waiting?.Start ?? _state.Queued;

    /// <summary>What it keeps while it waits for a place; null when it does not.</summary>
    public WaitingStart? Waiting { get; private set; }

    /// <summary>Since when it waited for a place, if it did.</summary>
    public DateTimeOffset? QueuedAt { get; private set; }

    /// <summary>Whether it began to wait for a place, or got one, in the turn that was folded last.</summary>
    public bool IsAdmissionNews { get; private set; }

    /// <summary>How it stands, also when it ended without having started.</summary>
    public RunStatus Status => Result?.Status ?? _state.Status;

    private void Begin(Codec.Wire.RunInput input)
    {
        _place = input.Place;
        _held.AddRange(input.Admission?.Held ?? []);
        var start = input.Start.ToCore();
        if (input.Admission is { Waits: true })
        {
            Wait(start);
            PauseBeforeAsking();
            Queue();
        }
        else if (input.Admission is { Asks: true } && _plan.Settings.Concurrency is not null)
        {
            Wait(start);
            AskForPlace();
        }
        else
        {
            Happen(new RunStarted(_now, start));
        }
    }

    private void Wait(RunStart start)
    {
        _state = new RunState(_plan, start);
        Waiting = new WaitingStart(start, _now);
    }

    private void Queue()
    {
        if (QueuedAt is null)
        {
            QueuedAt = Waiting!.Since;
            IsAdmissionNews = true;
        }
    }

    /// <summary>Something happened to a run that waits.</summary>
    private void Keep(WaitingStart waiting, RunEvent runEvent)
    {
        switch (runEvent)
        {
            case ControlRequested { Control: RunControl.Cancel or RunControl.Terminate } end:
                EndUnstarted(Outcomes.NeverStarted(end));
                break;
            case ControlRequested { Control: RunControl.Pause }:
                waiting.HeldSince ??= runEvent.At;
                break;
            case ControlRequested { Control: RunControl.Resume }:
                waiting.HeldSince = null;
                StartIfReady(waiting);
                break;
            case SignalReceived signal when waiting.Signals.Count < RunState.MaxKeptSignals:
                waiting.Signals.Add(signal);
                break;
            default:
                break;
        }
    }

    /// <summary>Somebody's end has given its place to this run.</summary>
    private void GetPlace()
    {
        if (Waiting is { } waiting)
        {
            waiting.IsAdmitted = true;
            StartIfReady(waiting);
        }
    }

    private void StartIfReady(WaitingStart waiting)
    {
        if (!waiting.IsReady || Result is not null)
        {
            return;
        }

        Waiting = null;
        IsAdmissionNews = true;
        Fold(new RunStarted(_now, waiting.Start));
        foreach (var signal in waiting.Signals)
        {
            Fold(signal with { At = _now });
        }
    }

    private void AskForPlace()
    {
        if (Waiting is { } waiting && Result is null)
        {
            waiting.Questions++;
            _actions.Add(
                new AdmissionQuestionAction(ActionIds.OfAdmission(2 * ++_admissionQuestions), Question(waiting))
            );
        }
    }

    private Func<string> Question(WaitingStart waiting) =>
        () => StepInputs.AskForPlace(_plan.FlowId, waiting.StartForQuestion, waiting.Since, _held);

    private void Answer(string? result)
    {
        if (Waiting is not { } waiting)
        {
            // It was told while it asked, and has started.
            return;
        }

        if (Result is null)
        {
            Answer(waiting, ReplyOf(result));
        }
        else
        {
            // It ended while it asked; its place, if it has got one, is given back with its record.
            NoteKey(waiting, ReplyOf(result));
            Record();
        }
    }

    private void Answer(WaitingStart waiting, Codec.Wire.AdmissionReply reply)
    {
        NoteKey(waiting, reply);
        switch (reply.State)
        {
            case ReplyState.Refused:
                // Nothing was started, so there is nothing to record: whoever called it has the reason.
                Result = reply.Refusal.ToCore();
                _isRecorded = true;
                return;
            case ReplyState.Admitted:
                waiting.IsAdmitted = true;
                break;
            case ReplyState.Waiting:
                Queue();
                break;
            default:
                break;
        }

        if (!waiting.IsAdmitted || waiting.Start.ConcurrencyKey is null)
        {
            PauseBeforeAsking();
        }

        StartIfReady(waiting);
    }

    private static void NoteKey(WaitingStart waiting, Codec.Wire.AdmissionReply reply)
    {
        if (reply.HasKey)
        {
            waiting.Start = waiting.Start with { ConcurrencyKey = reply.Key };
        }
    }

    /// <summary>An answer that cannot be read says nothing.</summary>
    private static Codec.Wire.AdmissionReply ReplyOf(string? result)
    {
        try
        {
            return result is null ? new() : Envelope.Read(Codec.Wire.StepAnswer.Parser, result).Admission ?? new();
        }
        catch (InvalidDataException)
        {
            return new();
        }
    }

    /// <summary>The event that tells it may be lost, and whoever has the place may have gone without giving it back.</summary>
    private void PauseBeforeAsking()
    {
        var rules = _services.Rules;
        var id = ActionIds.OfAdmission((2 * _admissionPauses++) + 1);
        var pause = Pause(rules.FirstAdmissionPause, rules.LongestAdmissionPause, Waiting!.Questions);
        _actions.Add(new AdmissionPauseAction(id, _now + pause));
    }

    private void AskAgainForPlace(PlannedAction action)
    {
        _actions.Answer(action.Id);
        if (Result is null)
        {
            AskForPlace();
        }
        else if (Waiting is not null && action is AdmissionQuestionAction)
        {
            Record();
        }
    }

    /// <summary>A question that is under way may still get it a place; its answer is awaited, so that it is given back.</summary>
    private void EndUnstarted(RunResult result)
    {
        DropRest();
        Result = result;
        _endedAt = _now;
        if (!_actions.Open.OfType<AdmissionQuestionAction>().Any())
        {
            Record();
        }
    }

    /// <summary>What a child run is told: what this one and those above it are counted by. A part of a loop needs no place.</summary>
    private Codec.Wire.Admission AdmissionOf(bool isCalled)
    {
        var admission = new Codec.Wire.Admission { Asks = isCalled };
        admission.Held.AddRange(_held);
        if (_state.Start is { ConcurrencyKey: { } key })
        {
            admission.Held.Add(new Codec.Wire.HeldKey { FlowId = _plan.FlowId, Value = key });
        }

        return admission;
    }
}
