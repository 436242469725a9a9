using FlowFunctions.Engine.Embedded.Journal;
using FlowFunctions.Engine.Embedded.Runs;
using FlowFunctions.Engine.History;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Steps;

namespace FlowFunctions.Engine.Embedded.Shards;

/// <summary>Turns: from events to a record, and from the durable record to its effects.</summary>
internal sealed partial class Shard
{
    private readonly List<RunTurn> _sealed = [];
    private readonly Stack<CommandBuffer> _buffers = new();

    /// <summary>A turn's record is durable, or never will be.</summary>
    public void Settle(RunTurn turn, JournalException? failure)
    {
        _turnsUnderWay--;
        try
        {
            if (failure is null)
            {
                Release(turn);
            }
            else if (turn.IsRefused)
            {
                Withdraw(turn.Run, failure);
            }
            else
            {
                Fail(failure);
            }
        }
        finally
        {
            EndWhenSettled();
        }
    }

    private void Advance(OpenRun run)
    {
        if (run.Turn is not null || !run.HasWork || Refusal is not null)
        {
            return;
        }

        var turn = run.Turn = new RunTurn(run, this);
        while (turn.HasRoom && run.HasWork && TryApplyNext(turn)) { }

        if (turn.IsEmpty)
        {
            run.Turn = null;
            return;
        }

        turn.Seal(Now);
        run.Bytes += turn.Bytes;
        _services.Limit.AddBytes(turn.Bytes);
        _sealed.Add(turn);
    }

    /// <summary>Applies what has come, else evaluates a pure step.</summary>
    /// <returns>Whether the turn may go on; not when the next event needs a record of its own.</returns>
    private bool TryApplyNext(RunTurn turn)
    {
        // What came from outside goes first: a run that evaluates for ever can still be cancelled.
        if (!turn.Run.HasInput)
        {
            Evaluate(turn.Run, turn.Run.PureSteps.Dequeue());
            return true;
        }

        var input = turn.Run.Inbox.Peek();
        var lastAt = turn.Run.LastAt;
        var encoded = Encode(turn.Run, input.Event.At < lastAt ? input.Event with { At = lastAt } : input.Event);
        if (!turn.Fits(encoded.Bytes) || (encoded.Event is RunStarted && !turn.IsEmpty))
        {
            // A replay knows a start by its place: the first event of a record.
            return false;
        }

        turn.Run.Inbox.Dequeue();
        Apply(turn, input, encoded);
        return true;
    }

    /// <summary>Evaluates here what needs no I/O. What must be loaded before or stored afterwards goes to the dispatcher.</summary>
    private void Evaluate(OpenRun run, PureStep step)
    {
        if (!step.Request.ReadsStored() && OutcomeOf(step) is var outcome && _services.Values.IsInline(outcome))
        {
            _services.Metrics.StepEvaluated(step.Request.Step.Type, outcome);
            run.Inbox.Enqueue(new RunInput(new StepCompleted(Now, step.CommandId, outcome.Compact())));
        }
        else
        {
            Execute(run, step.CommandId, step.Request);
        }
    }

    private StepOutcome OutcomeOf(PureStep step)
    {
        try
        {
            return _services.Executor.ExecutePure(step.Request);
        }
#pragma warning disable CA1031 // A defect of one step type must fail its step, not stop the shard for all other runs.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return Outcomes.Defect(step.Request, exception);
        }
    }

    private void Apply(RunTurn turn, RunInput input, EncodedEvent encoded)
    {
        var run = turn.Run;
        run.Stored.Add(encoded.Event);
        if (run.Queue is not { } queue)
        {
            turn.AddSource(input);
            turn.Add(encoded, Fold(turn, encoded.Event));
        }
        else if (encoded.Event is RunStarted && queue.IsRecorded)
        {
            Begin(turn, queue, encoded);
        }
        else
        {
            Keep(turn, queue, input, encoded);
        }
    }

    private CommandBuffer Fold(RunTurn turn, RunEvent runEvent)
    {
        turn.Run.LastAt = runEvent.At;
        var effects = _buffers.TryPop(out var buffer) ? buffer : new CommandBuffer();
        RunMachine.Apply(turn.Run.State, runEvent, effects);
        foreach (var command in effects.Commands)
        {
            Take(turn, command);
        }

        return effects;
    }

    /// <summary>Values in events are small by now, so only the names in an answer can make an event too large.</summary>
    private static EncodedEvent Encode(OpenRun run, RunEvent runEvent)
    {
        if (runEvent is RunStarted && run.StoredStart is { } storedStart)
        {
            return new(
                runEvent,
                new History.Wire.Event { At = runEvent.At.UtcTicks, StoredStart = storedStart.ToWire() }
            );
        }

        var encoded = new EncodedEvent(runEvent, runEvent.ToWire());
        if (encoded.Bytes <= RunTurn.MaxBytes || runEvent is not StepCompleted step)
        {
            return encoded;
        }

        var refused = step with { Outcome = Outcomes.TooLarge(encoded.Bytes, RunTurn.MaxBytes) };
        return new(refused, refused.ToWire());
    }

    private static void Take(RunTurn turn, RunCommand command)
    {
        switch (command)
        {
            case ExecuteStep { Step.Plan.IsPure: true } pure:
                turn.Run.PureSteps.Enqueue(new PureStep(pure.Id, StepScopes.RequestFor(turn.Run.State, pure)));
                break;
            case ExecuteStep step:
                turn.Commands.Add(new TurnCommand(step, StepScopes.RequestFor(turn.Run.State, step)));
                break;
            case CompleteRun end:
                turn.Result = end.Result;
                break;
            default:
                turn.Commands.Add(new TurnCommand(command, Request: null));
                break;
        }
    }

    private async ValueTask AppendTurnsAsync()
    {
        foreach (var turn in _sealed)
        {
            _turnsUnderWay++;
            await _services.Journal.AppendAsync(turn);
        }

        _sealed.Clear();
        if (_releases.Count > 0)
        {
            await AppendReleasesAsync();
        }
    }

    private void Release(RunTurn turn)
    {
        var run = turn.Run;
        Record(turn);
        turn.Accept();
        turn.Holds.ForEach(_services.Live.Release);
        run.Turn = null;
        if (turn.Events is [{ Event: RunStarted }, ..])
        {
            _services.Metrics.RunStarted(run.State);
        }

        foreach (var command in turn.Commands)
        {
            CarryOut(run, command);
        }

        foreach (var query in run.TakeQueries())
        {
            query.Handle(this);
        }

        if (turn.Result is { } result)
        {
            Finish(run, result);
        }
        else
        {
            Advance(run);
        }
    }

    /// <summary>The run has not begun: the journal has no room for its start.</summary>
    private void Withdraw(OpenRun run, JournalException reason)
    {
        _runs.Remove(run.Id);
        _services.Limit.Remove(run.Bytes);
        if (run.Ticket is { } ticket)
        {
            _services.Admission.Leave(ticket);
        }

        run.Span?.Dispose();
        run.Abandon(reason);
    }

    private void Record(RunTurn turn)
    {
        if (turn.Queues)
        {
            _services.Recorder.RecordQueued(turn.Run.State, turn.Run.Queue!.Since);
        }

        foreach (var (runEvent, effects) in turn.Events)
        {
            _services.Recorder.Record(turn.Run.State, runEvent, effects);
            effects.Clear();
            _buffers.Push(effects);
        }

        if (turn is { Result: { } result, Run.State.Start: null })
        {
            _services.Recorder.RecordNeverStarted(turn.Run.State, result, turn.Run.LastAt);
        }
    }
}
