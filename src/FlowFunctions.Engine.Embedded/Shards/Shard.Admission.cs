using FlowFunctions.Engine.Embedded.Admission;
using FlowFunctions.Engine.Embedded.Children;
using FlowFunctions.Engine.Embedded.Codec;
using FlowFunctions.Engine.Embedded.Diagnostics;
using FlowFunctions.Engine.Embedded.Runs;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Runs;
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
            run.Inbox.Enqueue(new RunInput(Begin(run, new RunStarted(Now, queue.Start))));
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
    private void Admit(Plan plan, RunInput input, ParentLink parent)
    {
        var start = ((RunStarted)input.Event).Start;
        var ticket = ConcurrencyKeys.TicketFor(plan, start, parent.Ticket);
        var mayWait = plan.Settings.Concurrency?.WhenFull == WhenFull.Queue;
        var answer = ticket is null ? AdmissionAnswer.Admitted : _services.Admission.Enter(ticket, mayWait);
        if (answer is AdmissionAnswer.Refused or AdmissionAnswer.QueueFull)
        {
            _services.Limit.Remove(bytes: 0);
            Refuse(input, parent, AdmissionRefusal.Of(answer, ticket!, _services.Options.MaxQueuedRunsPerKey));
            return;
        }

        var isQueued = answer == AdmissionAnswer.Queued;
        var run = new OpenRun(start.RunId, new RunState(plan, isQueued ? start : null))
        {
            ParentCommand = parent.Command,
            CallerTicket = parent.Ticket,
            Ticket = ticket,
            Queue = isQueued ? new QueuedRun(start, Now) : null,
        };
        _runs.Add(start.RunId, run);
        run.Inbox.Enqueue(isQueued ? input : input with { Event = Begin(run, (RunStarted)input.Event) });
        Advance(run);
    }

    /// <summary>Begins the run's span; its start records it, so that what comes after a restart belongs to it too.</summary>
    private static RunStarted Begin(OpenRun run, RunStarted started)
    {
        run.Span = EngineTraces.BeginRun(started.Start, run.State.Plan.FlowId, started.At, isContinued: false);
        return run.Span?.Id is { } id ? started with { Start = started.Start with { TraceParent = id } } : started;
    }

    private void Refuse(RunInput input, ParentLink parent, ConcurrencyLimitException reason)
    {
        input.Accepted?.TrySetException(reason);
        if (parent.IsChild)
        {
            Answer(((RunStarted)input.Event).Start.ParentRunId!, parent.Command, Outcomes.ChildRefused(reason));
        }
    }

    private void Answer(string parentRunId, int command, RunResult result) =>
        Send(parentRunId, new EventMessage(parentRunId, new RunInput(new ChildCompleted(Now, command, result))));

    /// <summary>An event for a run that waits.</summary>
    /// <returns>Whether the run goes on waiting or ends; false for the event that starts it.</returns>
    private bool Keep(RunTurn turn, QueuedRun queue, RunInput input)
    {
        var run = turn.Run;
        switch (input.Event)
        {
            case RunStarted when queue.IsRecorded:
                run.Queue = null;
                turn.Begin();
                return false;
            case RunStarted:
                queue.IsRecorded = true;
                turn.Queue(queue.Since, queue.Start);
                break;
            case ControlRequested { Control: RunControl.Cancel or RunControl.Terminate } end:
                turn.Result = Outcomes.NeverStarted(end);
                break;
            case ControlRequested { Control: RunControl.Pause } pause when _services.Admission.TryHold(run.Ticket!):
                queue.HeldSince ??= pause.At;
                turn.Keep(pause.ToWire());
                break;
            case ControlRequested { Control: RunControl.Resume } resume when queue.HeldSince is not null:
                queue.HeldSince = null;
                _services.Admission.Rejoin(run.Ticket!);
                turn.Keep(resume.ToWire());
                break;
            case var kept:
                return Keep(turn, queue, kept, input.Accepted);
        }

        run.LastAt = input.Event.At > run.LastAt ? input.Event.At : run.LastAt;
        turn.AddCaller(input.Accepted);
        return true;
    }

    private bool Keep(RunTurn turn, QueuedRun queue, RunEvent kept, TaskCompletionSource<bool>? accepted)
    {
        var wire = kept.ToWire();
        if (queue.TryKeep(kept, wire.CalculateSize(), _services.Options.MaxEventBytes))
        {
            turn.Keep(wire);
            turn.AddCaller(accepted);
        }
        else
        {
            accepted?.TrySetException(AdmissionRefusal.TooManySignals(turn.Run.Id, _services.Options.MaxEventBytes));
        }

        return true;
    }
}
