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

        turn.Seal();
        _sealed.Add(turn);
    }

    private RunInput Evaluate(PureStep step) => new(new StepCompleted(Now, step.CommandId, OutcomeOf(step)));

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
        var run = turn.Owner;
        turn.AddCaller(input.Accepted);
        if (input.Holds is { } ended)
        {
            turn.Holds.Add(ended);
        }

        var runEvent = input.Event.At < run.LastAt ? input.Event with { At = run.LastAt } : input.Event;
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
                turn.Owner.PureSteps.Enqueue(new PureStep(pure.Id, StepScopes.RequestFor(turn.Owner.State, pure)));
                break;
            case ExecuteStep step:
                turn.Commands.Add(new TurnCommand(step, StepScopes.RequestFor(turn.Owner.State, step)));
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
        var run = turn.Owner;
        Record(turn);
        turn.Accept();
        turn.Holds.ForEach(_services.Live.Release);
        run.Turn = null;
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

    private void Record(RunTurn turn)
    {
        foreach (var (runEvent, effects) in turn.Events)
        {
            _services.Recorder.Record(turn.Owner.State, runEvent, effects);
            effects.Clear();
            _buffers.Push(effects);
        }
    }
}
