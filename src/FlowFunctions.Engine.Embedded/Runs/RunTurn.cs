using System.Buffers;
using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Embedded.Codec;
using FlowFunctions.Engine.Embedded.Journal;
using FlowFunctions.Engine.Embedded.Shards;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Runs;
using Google.Protobuf;

namespace FlowFunctions.Engine.Embedded.Runs;

/// <summary>
/// Consecutive events of one run that were applied together, and what they caused. It is one record of the journal, so it is
/// replayed as a whole or not at all; until the record is durable nothing of it leaves the shard.
/// </summary>
internal sealed class RunTurn(OpenRun run, Shard shard) : JournalEntry, IShardMessage
{
    private const int MaxEvents = 1000;
    private const int MaxBytes = 1024 * 1024;

    private readonly ArrayBufferWriter<byte> _record = new();
    private readonly Wire.Record _wire = new() { RunId = run.Id, Number = run.Records.Number };
    private readonly List<TaskCompletionSource<bool>> _accepted = [];
    private JournalException? _failure;
    private long _bytes;

    /// <summary>The run whose turn it is.</summary>
    public OpenRun Owner => run;

    /// <summary>The events with what each caused.</summary>
    public List<AppliedEvent> Events { get; } = [];

    /// <summary>What is to be carried out once the turn is durable: all commands but the pure steps of this turn.</summary>
    public List<TurnCommand> Commands { get; } = [];

    public RunResult? Result { get; set; }

    /// <summary>Whether another event fits. The bounds keep one busy run from holding up its shard.</summary>
    public bool HasRoom => Result is null && Events.Count < MaxEvents && _bytes < MaxBytes;

    public override ReadOnlyMemory<byte> Record => _record.WrittenMemory;

    public override LiveRun Run => run.Records;

    public override bool EndsRun => Result is not null;

    public bool IsFirst => Events[0].Event is RunStarted;

    public void Add(RunEvent runEvent, Wire.Event wire, CommandBuffer effects)
    {
        _wire.Events.Add(wire);
        _bytes += wire.CalculateSize();
        Events.Add(new AppliedEvent(runEvent, effects));
    }

    /// <summary>Ended runs whose records are needed until the turn is durable.</summary>
    public List<LiveRun> Holds { get; } = [];

    /// <summary>Somebody who wants to know when the turn is durable.</summary>
    public void AddCaller(TaskCompletionSource<bool>? accepted)
    {
        if (accepted is not null)
        {
            _accepted.Add(accepted);
        }
    }

    /// <summary>Makes the record; nothing may be added afterwards.</summary>
    public void Seal()
    {
        _wire.Turn = ++run.Records.Turns;
        _wire.Result = Result?.ToWire();
        _wire.WriteTo(_record);
    }

    public override void Complete(JournalException? failure)
    {
        _failure = failure;
        shard.Post(this);
    }

    public void Handle(Shard owner) => owner.Settle(this, _failure);

    public void Accept()
    {
        foreach (var accepted in _accepted)
        {
            accepted.TrySetResult(true);
        }
    }

    public void Refuse(Exception reason)
    {
        foreach (var accepted in _accepted)
        {
            accepted.TrySetException(reason);
        }
    }
}

/// <summary>An event and what it caused.</summary>
internal readonly record struct AppliedEvent(RunEvent Event, CommandBuffer Effects);

/// <summary>A command to carry out, with what the step may see if it is an execution.</summary>
internal readonly record struct TurnCommand(RunCommand Command, StepRequest? Request);
