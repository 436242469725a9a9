using System.Diagnostics;
using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Embedded.Admission;
using FlowFunctions.Engine.Embedded.Children;
using FlowFunctions.Engine.Embedded.Dispatch;
using FlowFunctions.Engine.Embedded.Journal;
using FlowFunctions.Engine.Embedded.Payloads;
using FlowFunctions.Engine.Embedded.Shards;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;

namespace FlowFunctions.Engine.Embedded.Runs;

/// <summary>
/// A run that has not ended, and what its shard keeps going for it. Only the shard's loop touches it. There may be a hundred thousand that
/// wait, so what a waiting run does not need is made when it is.
/// </summary>
internal sealed class OpenRun(string id, RunState state, LiveRun records)
{
    /// <summary>Its executions by command.</summary>
    public IdTable<Execution> Executions;

    /// <summary>Its timers by command.</summary>
    public IdTable<ArmedTimer> Timers;

    /// <summary>Its child runs by command.</summary>
    public IdTable<ChildLink> Children;

    private TaskCompletionSource<RunResult?>? _end;
    private Exception? _abandoned;
    private Queue<RunInput>? _inbox;
    private Queue<PureStep>? _pureSteps;
    private List<IRunQuery>? _queries;

    public string Id => id;

    public RunState State => state;

    /// <summary>Events that came while the last turn was on its way to the disk.</summary>
    public Queue<RunInput> Inbox => _inbox ??= new();

    /// <summary>Pure steps that the next turn evaluates.</summary>
    public Queue<PureStep> PureSteps => _pureSteps ??= new();

    /// <summary>The turn on its way to the disk, or null. The next one starts when it has arrived.</summary>
    public RunTurn? Turn { get; set; }

    /// <summary>What it keeps while it waits for admission, or null.</summary>
    public QueuedRun? Queue { get; set; }

    /// <summary>Its place among the runs of its flow, or null when it needs none of its own.</summary>
    public AdmissionTicket? Ticket { get; set; }

    /// <summary>The place of the nearest run that called it and has one, or null.</summary>
    public AdmissionTicket? CallerTicket { get; set; }

    /// <summary>What it starts from.</summary>
    public RunStart Start => state.Start ?? state.Queued!;

    /// <summary>Bytes of its events.</summary>
    public long Bytes { get; set; }

    /// <summary>Its span, or null when nobody traces or it has not started.</summary>
    public Activity? Span { get; set; }

    /// <summary>Whether the watchdog has reported that nothing takes it further.</summary>
    public bool IsReported { get; set; }

    /// <summary>Id of the parent's command that its end answers, or 0.</summary>
    public int ParentCommand { get; set; }

    /// <summary>Its records in the journal.</summary>
    public LiveRun Records => records;

    /// <summary>When the last event happened. A clock that is set back does not turn a history around.</summary>
    public DateTimeOffset LastAt { get; set; }

    /// <summary>Where its start is stored as a whole, when it is too large for the journal; else null.</summary>
    public PayloadReference? StoredStart { get; init; }

    /// <summary>What it ever referred to in the payload store, which keeps it as long as the run is open.</summary>
    public StoredValues Stored { get; } = new();

    /// <summary>Ends when the run has ended.</summary>
    public Task<RunResult?> End
    {
        get
        {
            if (_end is null)
            {
                _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
                if (_abandoned is not null)
                {
                    _end.SetException(_abandoned);
                }
            }

            return _end.Task;
        }
    }

    public bool HasInput => _inbox is { Count: > 0 };

    public bool HasWork => HasInput || _pureSteps is { Count: > 0 };

    /// <summary>Lets a query wait for the end of the turn: it shall not see what a crash could still undo.</summary>
    public void Defer(IRunQuery query) => (_queries ??= []).Add(query);

    /// <summary>The queries that waited for the end of the turn.</summary>
    public IReadOnlyList<IRunQuery> TakeQueries()
    {
        IReadOnlyList<IRunQuery>? queries = _queries;
        _queries = null;
        return queries ?? [];
    }

    /// <summary>It does not wait for admission any more; what came too late for that is handled like all that comes now.</summary>
    public void LeaveQueue()
    {
        foreach (var late in Queue?.Late ?? [])
        {
            Inbox.Enqueue(late);
        }

        Queue = null;
    }

    /// <summary>Everybody who waited for it hears that it has ended.</summary>
    public void Finish(RunResult result) => _end?.TrySetResult(result);

    /// <summary>Everything that waited for it hears that this engine does not go on with it.</summary>
    public void Abandon(Exception reason)
    {
        _abandoned ??= reason;
        if (_end?.TrySetException(reason) == true)
        {
            // Observed here, because nobody may be waiting for this run.
            _ = _end.Task.Exception;
        }

        LeaveQueue();
        Turn?.Refuse(reason);
        while (HasInput)
        {
            Inbox.Dequeue().Accepted?.TrySetException(reason);
        }

        foreach (var query in TakeQueries())
        {
            query.Refuse(reason);
        }
    }
}

/// <summary>An event for a run, and whom to tell when it is durable.</summary>
/// <param name="Event">The event.</param>
/// <param name="Accepted">Whom to tell when it is durable, or null.</param>
/// <param name="Holds">The ended run that it tells of, whose records are needed until it is durable.</param>
internal readonly record struct RunInput(
    RunEvent Event,
    TaskCompletionSource<bool>? Accepted = null,
    LiveRun? Holds = null
);

/// <summary>A pure step that is due.</summary>
internal readonly record struct PureStep(int CommandId, StepRequest Request);
