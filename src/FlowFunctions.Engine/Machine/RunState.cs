using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.Machine;

/// <summary>State of one run: the fold of its history. Only <see cref="RunMachine"/> changes it; one thread at a time.</summary>
public sealed class RunState
{
    /// <summary>Signals that a run keeps for steps that do not wait for them yet; further ones are ignored.</summary>
    public const int MaxKeptSignals = 1000;

    /// <summary>How deep flows may call flows. A flow that calls itself without end stops here.</summary>
    public const int MaxCallDepth = 50;

    /// <summary>Commands that are not answered yet.</summary>
    internal IdTable<RunCommand> Pending;

    /// <summary>Steps that wait for signals.</summary>
    internal SignalWaiters SignalWaiters;

    /// <summary>A run before its first event.</summary>
    /// <param name="plan">The plan it runs.</param>
    /// <param name="queued">What it will start from, while it waits for admission; or null.</param>
    public RunState(Plan plan, RunStart? queued = null)
    {
        Plan = plan;
        Queued = queued;
    }

    /// <summary>The plan it runs.</summary>
    public Plan Plan { get; }

    /// <summary>What it started from; null before the first event.</summary>
    public RunStart? Start { get; internal set; }

    /// <summary>What it will start from when it is admitted, or null. The machine does not look at it.</summary>
    public RunStart? Queued { get; }

    /// <summary>The run's id; empty before the first event unless it is queued.</summary>
    public string RunId => (Start ?? Queued)?.RunId ?? "";

    /// <summary>Its state.</summary>
    public RunStatus Status { get; internal set; } = RunStatus.Queued;

    /// <summary>When it started.</summary>
    public DateTimeOffset StartedAt { get; internal set; }

    /// <summary>Since when it is paused, or null.</summary>
    public DateTimeOffset? PausedSince { get; internal set; }

    /// <summary>When it ended, or null.</summary>
    public DateTimeOffset? EndedAt { get; internal set; }

    /// <summary>How it ended, or null.</summary>
    public RunResult? Result { get; internal set; }

    /// <summary>Id of the last command.</summary>
    public int LastCommandId { get; internal set; }

    /// <summary>Number of signals kept for steps that do not wait for them yet.</summary>
    public int KeptSignals { get; internal set; }

    /// <summary>
    /// The executions, timers and children that are not answered yet, in order of their ids: what an engine starts again after a
    /// restart.
    /// </summary>
    public IReadOnlyCollection<RunCommand> PendingCommands => [.. Pending.Values.OrderBy(static command => command.Id)];

    /// <summary>
    /// The steps reached so far in plan order, each loop followed by the steps of its open iterations; pseudo-steps are left out.
    /// </summary>
    public IEnumerable<StepInstance> Steps => Root is null ? [] : StepsOf(Root);

    /// <summary>
    /// Whether nothing is awaited that could take the run on: no answer, no timer but the run's own timeout, no signal, no resume.
    /// That cannot be; an engine that sees it has found a defect.
    /// </summary>
    public bool IsStalled =>
        Status == RunStatus.Running
        && !Pending.Values.Any(static command => command is not StartTimer { Purpose: TimerPurpose.RunTimeout })
        && !Steps.Any(static step => step.Wait?.Signal is not null);

    internal ScopeInstance? Root { get; set; }

    /// <summary>Steps that may start once the run is resumed, or null.</summary>
    internal List<StepInstance>? Ready { get; set; }

    /// <summary>Timers that ran out while the run was paused, or null.</summary>
    internal List<int>? DeferredTimers { get; set; }

    internal Dictionary<string, Queue<Payload>>? Signals { get; set; }

    /// <summary>The end that was decided from outside (cancel, timeout, a stop step), while the run still drains.</summary>
    internal RunResult? Ending { get; set; }

    internal bool IsPaused => Status == RunStatus.Paused;

    /// <summary>Whether the run carries out a part of a loop for its parent.</summary>
    internal bool IsChunk => Start?.Chunk is not null;

    /// <summary>A top-level step by its id, or null if it was not reached.</summary>
    public StepInstance? FindStep(string id) =>
        Array.Find(Root?.Steps ?? [], step => step is not null && step.Plan.Id == id);

    private static IEnumerable<StepInstance> StepsOf(ScopeInstance scope)
    {
        foreach (var step in scope.Steps)
        {
            if (step is null)
            {
                continue;
            }

            yield return step;
            var iterations =
                step.Loop?.Open.OrderBy(static open => open.Iteration) ?? Enumerable.Empty<ScopeInstance>();
            foreach (var inner in iterations.SelectMany(StepsOf))
            {
                yield return inner;
            }
        }
    }
}
