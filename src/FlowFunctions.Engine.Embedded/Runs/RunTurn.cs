using System.Buffers;
using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Embedded.Journal;
using FlowFunctions.Engine.Embedded.Shards;
using FlowFunctions.Engine.History;
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
    /// <summary>The most bytes of events, and so of one event. A record has another 25 KB for the run's result, and so never over 64 KB.</summary>
    public const int MaxBytes = 39 * 1024;

    private const int MaxEvents = 1000;
    private const int EventOverhead = 4;

    private readonly ArrayBufferWriter<byte> _record = new();
    private readonly Wire.Record _wire = new() { RunId = run.Id, Number = run.Records.Number };
    private readonly List<TaskCompletionSource<bool>> _accepted = [];
    private JournalException? _failure;
    private int _bytes;

    /// <summary>The run whose turn it is.</summary>
    public OpenRun Run => run;

    /// <summary>The events with what each caused.</summary>
    public List<AppliedEvent> Events { get; } = [];

    /// <summary>What is to be carried out once the turn is durable: all commands but the pure steps of this turn.</summary>
    public List<TurnCommand> Commands { get; } = [];

    public RunResult? Result { get; set; }

    /// <summary>Whether more events may be added. The bounds keep one busy run from holding up its shard.</summary>
    public bool HasRoom => Result is null && Events.Count < MaxEvents;

    public override ReadOnlyMemory<byte> Record => _record.WrittenMemory;

    public override LiveRun Live => run.Records;

    public override bool EndsRun => Result is not null;

    public override bool MayBeRefused => IsFirst && run.ParentCommand == 0;

    /// <summary>Whether the journal had no room for it and nothing of it is there.</summary>
    public bool IsRefused { get; private set; }

    /// <summary>Whether it makes the run known, started or queued.</summary>
    public bool IsFirst => _wire.Turn == 1;

    /// <summary>Whether there is nothing to make durable.</summary>
    public bool IsEmpty => _bytes == 0 && Result is null;

    /// <summary>Bytes of its events.</summary>
    public long Bytes => _bytes;

    /// <summary>When it was handed to the journal.</summary>
    public DateTimeOffset SealedAt { get; private set; }

    /// <summary>Whether it makes known that the run waits for admission.</summary>
    public bool Queues => _wire.Queued is not null;

    /// <summary>Whether an event of a size fits.</summary>
    public bool Fits(int bytes) => _bytes + bytes + EventOverhead <= MaxBytes || _bytes == 0;

    public void Add(EncodedEvent encoded, CommandBuffer effects)
    {
        _wire.Events.Add(encoded.Wire);
        _bytes += encoded.Bytes + EventOverhead;
        Events.Add(new AppliedEvent(encoded.Event, effects));
    }

    /// <summary>Ended runs whose records are needed until the turn is durable.</summary>
    public List<LiveRun> Holds { get; } = [];

    /// <summary>The run waits for admission; the event is the one that would have started it.</summary>
    public void Queue(EncodedEvent started, long rank)
    {
        _wire.Queued = started.Wire;
        _wire.QueueRank = rank;
        _bytes += started.Bytes + EventOverhead;
    }

    /// <summary>An event for a run that waits for admission; nothing follows from it yet.</summary>
    public void Keep(EncodedEvent kept)
    {
        _wire.Events.Add(kept.Wire);
        _bytes += kept.Bytes + EventOverhead;
    }

    /// <summary>The run waits again, at the end of the queue.</summary>
    public void Requeue(EncodedEvent resumed, long rank)
    {
        Keep(resumed);
        _wire.QueueRank = rank;
    }

    /// <summary>An event that an earlier record of the run holds.</summary>
    public void AddKept(RunEvent kept, CommandBuffer effects) => Events.Add(new AppliedEvent(kept, effects));

    /// <summary>Somebody who wants to know when the turn is durable.</summary>
    public void AddCaller(TaskCompletionSource<bool>? accepted)
    {
        if (accepted is not null)
        {
            _accepted.Add(accepted);
        }
    }

    /// <summary>Who wants to know when an event of the turn is durable.</summary>
    public void AddSource(RunInput input)
    {
        AddCaller(input.Accepted);
        if (input.Holds is { } ended)
        {
            Holds.Add(ended);
        }
    }

    /// <summary>Makes the record; nothing may be added afterwards.</summary>
    public void Seal(DateTimeOffset at)
    {
        SealedAt = at;
        _wire.Turn = ++run.Records.Turns;
        _wire.Result = Result?.ToWire();
        _wire.WriteTo(_record);
    }

    public override void Complete(JournalException? failure)
    {
        _failure = failure;
        shard.Post(this);
    }

    public override void Withdraw(JournalUnavailableException reason)
    {
        IsRefused = true;
        Complete(reason);
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

/// <summary>An event with its form in the journal.</summary>
internal readonly record struct EncodedEvent(RunEvent Event, History.Wire.Event Wire)
{
    public int Bytes { get; } = Wire.CalculateSize();
}

/// <summary>An event and what it caused.</summary>
internal readonly record struct AppliedEvent(RunEvent Event, CommandBuffer Effects);

/// <summary>A command to carry out, with what the step may see if it is an execution.</summary>
internal readonly record struct TurnCommand(RunCommand Command, StepRequest? Request);
