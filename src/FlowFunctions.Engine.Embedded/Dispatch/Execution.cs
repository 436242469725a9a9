using System.Diagnostics.CodeAnalysis;
using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Embedded.Runs;
using FlowFunctions.Engine.Embedded.Shards;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Steps;

namespace FlowFunctions.Engine.Embedded.Dispatch;

/// <summary>One execution of a step attempt, waiting or going on.</summary>
[SuppressMessage(
    "Design",
    "CA1001",
    Justification = "A token source without a timer or wait handle holds nothing; disposing it would race with Cancel."
)]
internal sealed class Execution(Shard shard, OpenRun run, int commandId, StepRequest request, DateTimeOffset queuedAt)
{
    private const int Waits = 0;
    private const int IsTaken = 1;
    private const int IsGivenUp = 2;

    private readonly CancellationTokenSource _cancellation = new();
    private long _startedTicks = queuedAt.UtcTicks;
    private int _state;

    public StepRequest Request => request;

    public CancellationToken Token => _cancellation.Token;

    public string Workspace => run.Start.Workspace;

    /// <summary>The trace that it belongs to, or null.</summary>
    public string? TraceParent => run.Start.TraceParent;

    public DateTimeOffset QueuedAt => queuedAt;

    /// <summary>When it began; until then the time at which it was queued.</summary>
    public DateTimeOffset StartedAt => new(Volatile.Read(ref _startedTicks), TimeSpan.Zero);

    /// <summary>Whether the watchdog has reported it.</summary>
    public bool IsReported { get; set; }

    public bool IsQueued => Volatile.Read(ref _state) == Waits;

    public Tenant? Tenant { get; private set; }

    public Lane? Lane { get; private set; }

    /// <summary>Its number in order of arrival.</summary>
    public long Order { get; private set; }

    public void Queue(Tenant tenant, Lane lane, long order) => (Tenant, Lane, Order) = (tenant, lane, order);

    /// <summary>Takes it for execution, unless it has been given up.</summary>
    public bool TryTake() => Interlocked.CompareExchange(ref _state, IsTaken, Waits) == Waits;

    /// <summary>It begins to be executed.</summary>
    public void Begin(DateTimeOffset at) => Volatile.Write(ref _startedTicks, at.UtcTicks);

    /// <summary>Tells the step to stop, without running its callbacks here. One that still waits is answered at once.</summary>
    public void Cancel()
    {
        if (Interlocked.CompareExchange(ref _state, IsGivenUp, Waits) == Waits)
        {
            Answer(Outcomes.Cancelled, queuedAt);
        }
        else
        {
            _ = _cancellation.CancelAsync();
        }
    }

    /// <summary>Hands the outcome to the run.</summary>
    public void Answer(StepOutcome outcome, DateTimeOffset at) =>
        shard.Post(new EventMessage(run.Id, new(new StepCompleted(at, commandId, outcome))));
}
