using FlowFunctions.Engine.Admission;
using FlowFunctions.Engine.Embedded.Admission;
using FlowFunctions.Engine.Embedded.Children;
using FlowFunctions.Engine.Embedded.Diagnostics;
using FlowFunctions.Engine.Embedded.Runs;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.Embedded.Shards;

/// <summary>Runs that wait for a place among the runs of their flow.</summary>
internal sealed partial class Shard
{
    /// <summary>A waiting run has got its place. It may have ended meanwhile; then its end gives the place back.</summary>
    public void GoOnWith(string runId)
    {
        if (Refusal is null && Find(runId) is { Queue: { } queue } run)
        {
            var started = BeginSpan(run, new RunStarted(Now, queue.Start));
            run.Inbox.Enqueue(new RunInput(started));
            Advance(run);
        }
    }

    /// <summary>The runs that wait here.</summary>
    public IReadOnlyList<QueuedRunInfo> QueuedRuns() =>
        [
            .. _runs
                .Values.Where(static run => run.Queue is { IsRecorded: true })
                .Select(run => new QueuedRunInfo(
                    run.Id,
                    run.State.Plan.FlowId,
                    run.Start.Workspace,
                    run.Start.ConcurrencyKey ?? "",
                    run.Queue!.Since,
                    _services.Admission.PlaceOf(run.Ticket!).Place
                )),
        ];

    /// <summary>Goes on with a new run, lets it wait, or refuses it.</summary>
    private void Admit(Plan plan, RunInput input, ParentLink parent, PayloadReference? storedStart)
    {
        var start = ((RunStarted)input.Event).Start;
        var ticket = AdmissionTickets.For(plan, start, parent.Ticket);
        var mayWait = plan.Settings.Concurrency?.WhenFull == WhenFull.Queue;
        var answer = ticket is null ? AdmissionAnswer.Admitted : _services.Admission.Enter(ticket, mayWait);
        if (answer is AdmissionAnswer.Refused or AdmissionAnswer.QueueFull)
        {
            _services.Limit.Remove(bytes: 0);
            Refuse(input, parent, RefusalOf(answer, ticket!));
            return;
        }

        var isQueued = answer == AdmissionAnswer.Queued;
        var run = new OpenRun(start.RunId, new RunState(plan, isQueued ? start : null), _services.Live.NewRun())
        {
            ParentCommand = parent.Command,
            CallerTicket = parent.Ticket,
            Ticket = ticket,
            StoredStart = storedStart,
            Queue = isQueued ? new QueuedRun(start, input.Event.At) : null,
        };
        _runs.Add(start.RunId, run);
        run.Inbox.Enqueue(isQueued ? input : input with { Event = BeginSpan(run, (RunStarted)input.Event) });
        Advance(run);
    }

    private ConcurrencyLimitException RefusalOf(AdmissionAnswer answer, AdmissionTicket ticket) =>
        AdmissionRefusal.Of(
            answer,
            ticket.Key.FlowId,
            ticket.Key.Value,
            ticket.Limit,
            _services.Options.MaxQueuedRunsPerKey
        );

    /// <summary>Begins the run's span; its start records it, so that what comes after a restart belongs to it too.</summary>
    private static RunStarted BeginSpan(OpenRun run, RunStarted started)
    {
        run.Span = EngineTraces.BeginRun(started.Start, run.State.Plan.FlowId, started.At, isContinued: false);
        return run.Span?.Id is { } id ? started with { Start = started.Start with { TraceParent = id } } : started;
    }

    private void Refuse(RunInput input, ParentLink parent, ConcurrencyLimitException reason)
    {
        input.Accepted?.TrySetException(reason);
        if (parent.IsChild)
        {
            Answer(((RunStarted)input.Event).Start.ParentRunId!, parent.Command, AdmissionRefusal.AsResult(reason));
        }
    }

    private void Answer(string parentRunId, int command, RunResult result) =>
        Send(parentRunId, new EventMessage(parentRunId, new RunInput(new ChildCompleted(Now, command, result))));

    /// <summary>The run starts: what was kept for it follows in the same turn. Earlier records hold it, so this one does not.</summary>
    private void Begin(RunTurn turn, QueuedRun queue, EncodedEvent started)
    {
        turn.Run.LeaveQueue();
        turn.Add(started, Fold(turn, started.Event));
        foreach (var signal in queue.Signals)
        {
            var kept = signal with { At = started.Event.At };
            turn.AddKept(kept, Fold(turn, kept));
        }
    }

    /// <summary>Something happened to a run that waits.</summary>
    private void Keep(RunTurn turn, QueuedRun queue, RunInput input, EncodedEvent encoded)
    {
        var run = turn.Run;
        run.LastAt = encoded.Event.At;
        switch (encoded.Event)
        {
            case RunStarted:
                queue.IsRecorded = true;
                turn.Queue(encoded, run.Ticket!.Rank);
                break;
            case ControlRequested { Control: RunControl.Cancel or RunControl.Terminate } end:
                turn.Result = Outcomes.NeverStarted(end);
                turn.Keep(encoded);
                break;
            case SignalReceived when queue.Signals.Count >= RunState.MaxKeptSignals:
                input.Accepted?.TrySetException(AdmissionRefusal.TooManySignals(run.Id));
                return;
            case SignalReceived signal:
                queue.Signals.Add(signal);
                turn.Keep(encoded);
                break;
            case ControlRequested { Control: RunControl.Pause } when _services.Admission.TryHold(run.Ticket!):
                queue.HeldSince ??= encoded.Event.At;
                turn.Keep(encoded);
                break;
            case ControlRequested { Control: RunControl.Resume } when queue.HeldSince is not null:
                queue.HeldSince = null;
                _services.Admission.Rejoin(run.Ticket!);
                turn.Requeue(encoded, run.Ticket!.Rank);
                break;
            case ControlRequested when run.Ticket!.IsAdmitted:
                queue.Late.Add(input);
                return;
            default:
                input.Accepted?.TrySetResult(true);
                return;
        }

        turn.AddSource(input);
    }
}
