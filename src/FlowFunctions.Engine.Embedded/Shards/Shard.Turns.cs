using FlowFunctions.Engine.Embedded.Codec;
using FlowFunctions.Engine.Embedded.Journal;
using FlowFunctions.Engine.Embedded.Runs;
using FlowFunctions.Engine.Machine;
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
        while (turn.HasRoom && run.HasWork)
        {
            // What came from outside goes first: a run that evaluates for ever can still be cancelled.
            Apply(turn, run.Inbox.TryDequeue(out var input) ? input : Evaluate(run.PureSteps.Dequeue()));
        }

        turn.Seal(Now);
        run.Bytes += turn.Bytes;
        _services.Limit.AddBytes(turn.Bytes);
        _sealed.Add(turn);
    }

    private RunInput Evaluate(PureStep step)
    {
        var outcome = OutcomeOf(step);
        _services.Metrics.StepEvaluated(step.Request.Step.Type, outcome);
        return new RunInput(new StepCompleted(Now, step.CommandId, outcome));
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

    private void Apply(RunTurn turn, RunInput input)
    {
        var queue = turn.Run.Queue;
        if (queue is not null && Keep(turn, queue, input))
        {
            return;
        }

        turn.AddCaller(input.Accepted);
        Apply(turn, input.Event);
        foreach (var kept in queue?.Kept ?? [])
        {
            // In the same record as the start, which from now on is all that counts of this run.
            Apply(turn, kept);
        }
    }

    private void Apply(RunTurn turn, RunEvent happened)
    {
        var run = turn.Run;
        var runEvent = happened.At < run.LastAt ? happened with { At = run.LastAt } : happened;
        run.LastAt = runEvent.At;
        var wire = Encode(ref runEvent);
        var effects = _buffers.TryPop(out var buffer) ? buffer : new CommandBuffer();
        RunMachine.Apply(run.State, runEvent, effects);
        turn.Add(runEvent, wire, effects);
        foreach (var command in effects.Commands)
        {
            Take(turn, command);
        }
    }

    private Wire.Event Encode(ref RunEvent runEvent)
    {
        var limit = _services.Options.MaxEventBytes;
        var wire = runEvent.ToWire();
        var size = wire.CalculateSize();
        if (size <= limit)
        {
            return wire;
        }

        runEvent = runEvent switch
        {
            StepCompleted step => step with { Outcome = Outcomes.TooLarge(size, limit) },
            ChildCompleted child => child with { Result = Outcomes.TooLargeChild(size, limit) },
            _ => runEvent,
        };
        return runEvent.ToWire();
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
    }

    private void Release(RunTurn turn)
    {
        var run = turn.Run;
        if (turn.PinsSegment)
        {
            Repin(run, turn.Segment);
        }

        Record(turn);
        turn.Accept();
        run.Turn = null;
        if (turn.Events is [{ Event: RunStarted }, ..])
        {
            _services.Metrics.RunStarted(run.State);
        }

        foreach (var command in turn.Commands)
        {
            CarryOut(run, command);
        }

        foreach (var query in run.Queries)
        {
            query.Handle(this);
        }

        run.Queries.Clear();
        if (turn.Result is { } result)
        {
            Finish(run, result);
        }
        else
        {
            Advance(run);
        }
    }

    /// <summary>A run that was admitted does not need the segment any more in which it was queued.</summary>
    private void Repin(OpenRun run, int segment)
    {
        if (run.Segment != 0)
        {
            _services.Pins.Unpin(run.Segment);
        }

        run.Segment = segment;
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
