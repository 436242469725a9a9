using FlowFunctions.Engine.Children;
using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Embedded.Children;
using FlowFunctions.Engine.Embedded.Diagnostics;
using FlowFunctions.Engine.Embedded.Dispatch;
using FlowFunctions.Engine.Embedded.Payloads;
using FlowFunctions.Engine.Embedded.Runs;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;

namespace FlowFunctions.Engine.Embedded.Shards;

/// <summary>What a run's durable events ask for.</summary>
internal sealed partial class Shard
{
    /// <summary>The plan of a child run was found, or not.</summary>
    public void StartChild(string runId, int commandId, ResolvedChild child)
    {
        if (Refusal is not null || Find(runId) is not { } run || run.Children.Find(commandId) is not { } link)
        {
            return;
        }

        if (child.Plan is not { } plan || link.IsCancelled)
        {
            var result = child.Refusal ?? Outcomes.CancelledChild;
            Deliver(runId, new RunInput(new ChildCompleted(Now, commandId, result)));
            return;
        }

        link.IsStarted = true;
        var start = ChildPlans.StartOf(link.Command, plan.Hash, run.Start) with
        {
            ConcurrencyKey = child.ConcurrencyKey,
        };
        var input = new RunInput(new RunStarted(Now, start));
        var parent = new ParentLink(commandId, run.Ticket ?? run.CallerTicket);
        Send(start.RunId, new StartMessage(plan, input, parent, child.StoredStart));
    }

    private void CarryOut(OpenRun run, TurnCommand item)
    {
        if (Refusal is not null)
        {
            return;
        }

        switch (item.Command)
        {
            case ExecuteStep step:
                Execute(run, step.Id, item.Request!);
                break;
            case StartTimer timer:
                run.Timers.Add(timer.Id, _timers.Arm(run, timer.Id, timer.Due));
                break;
            case CancelTimer cancel when run.Timers.Remove(cancel.TimerId) is { } timer:
                _timers.Cancel(timer);
                break;
            case StartChild child:
                run.Children.Add(child.Id, new ChildLink(child));
                Resolve(run, child);
                break;
            case CancelStep cancel:
                Cancel(run, cancel.CommandId);
                break;
            default:
                break;
        }
    }

    private void Execute(OpenRun run, int commandId, StepRequest request)
    {
        var execution = new Execution(this, run, commandId, request, Now);
        run.Executions.Add(commandId, execution);
        _services.Dispatcher.Enqueue(execution);
    }

    private void Resolve(OpenRun run, StartChild child)
    {
        if (child.FlowId is not null)
        {
            _ = ResolveAsync(child, run.Start);
            return;
        }

        var resolved = new ResolvedChild(run.State.Plan, Refusal: null);
        var start = ChildPlans.StartOf(child, run.State.Plan.Hash, run.State.Start!);
        if (start.IsLarge)
        {
            _ = StoreAsync(run.Id, child.Id, resolved, start);
        }
        else
        {
            StartChild(run.Id, child.Id, resolved);
        }
    }

    private async Task StoreAsync(string runId, int commandId, ResolvedChild resolved, RunStart start)
    {
        try
        {
            var reference = await PatientAccess.InsistAsync(
                start,
                _services.Values.StoreWholeAsync,
                _services.Options.TimeProvider,
                _stop.Token
            );
            Post(new ChildResolvedMessage(runId, commandId, resolved with { StoredStart = reference }));
        }
        catch (OperationCanceledException)
        {
            // The engine ends; the next one starts the child.
        }
    }

    private async Task ResolveAsync(StartChild child, RunStart parent)
    {
        var resolved = await _services.ChildPlans.ResolveAsync(child, parent, Now, CancellationToken.None);
        Post(new ChildResolvedMessage(parent.RunId, child.Id, resolved));
    }

    private void Cancel(OpenRun run, int commandId)
    {
        if (run.Executions.Find(commandId) is { } execution)
        {
            execution.Cancel();
        }
        else if (run.Children.Find(commandId) is { } child)
        {
            child.IsCancelled = true;
            Control(run, child, run.State.Result?.ControlForChildren ?? RunControl.Cancel);
        }
    }

    private void Control(OpenRun run, ChildLink child, RunControl control)
    {
        if (child.IsStarted)
        {
            var request = new ControlRequested(Now, control, $"The parent run {run.Id} gave it up.");
            _services.Live.Hold(run.Records);
            var input = new RunInput(request, Holds: run.Records);
            Send(child.Command.ChildRunId, new EventMessage(child.Command.ChildRunId, input));
        }
    }

    private void Send(string runId, IShardMessage message) => _services.ShardOf(runId).Post(message);

    /// <summary>The run's end is durable: nothing may go on for it, and its parent goes on.</summary>
    private void Finish(OpenRun run, RunResult result)
    {
        _runs.Remove(run.Id);
        _finished.Add(run.Id, result);
        Keep(run);
        _services.Limit.Remove(run.Bytes);
        if (run.Ticket is { } ticket)
        {
            _services.Admission.Leave(ticket);
        }

        _services.Metrics.RunEnded(run.State, result, run.LastAt);
        EngineTraces.EndRun(run, result, run.LastAt);
        foreach (var timer in run.Timers.Values)
        {
            _timers.Cancel(timer);
        }

        foreach (var execution in run.Executions.Values)
        {
            execution.Cancel();
        }

        foreach (var child in run.Children.Values)
        {
            Control(run, child, result.ControlForChildren);
        }

        run.LeaveQueue();
        while (run.HasInput)
        {
            Drop(run.Inbox.Dequeue());
        }

        run.Finish(result);
        if (run.Start.ParentRunId is { } parent && run.ParentCommand != 0)
        {
            _services.Live.Hold(run.Records);
            var input = new RunInput(new ChildCompleted(Now, run.ParentCommand, result), Holds: run.Records);
            Send(parent, new EventMessage(parent, input));
        }

        _services.Live.Release(run.Records);
    }
}
