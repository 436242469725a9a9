using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.Machine;

/// <summary>A step of a run that has been reached: its state, its attempts and its result. Steps never reached have no instance.</summary>
public sealed class StepInstance
{
    internal StepInstance(ScopeInstance scope, PlanStep plan)
    {
        Scope = scope;
        Plan = plan;
    }

    /// <summary>The step as compiled.</summary>
    public PlanStep Plan { get; }

    /// <summary>Its state.</summary>
    public StepStatus Status { get; internal set; }

    /// <summary>The attempt, from 1; 0 before the first.</summary>
    public int Attempt { get; internal set; }

    /// <summary>Its output, or null.</summary>
    public Payload? Output { get; internal set; }

    /// <summary>The port it chose, or null.</summary>
    public string? Port { get; internal set; }

    /// <summary>The error of its last failed attempt, or null.</summary>
    public StepError? Error { get; internal set; }

    /// <summary>When the attempt became ready; what <c>now()</c> gives to its expressions.</summary>
    public DateTimeOffset ReadyAt { get; internal set; }

    /// <summary>When its first attempt started, or null.</summary>
    public DateTimeOffset? StartedAt { get; internal set; }

    /// <summary>When it ended, or null.</summary>
    public DateTimeOffset? EndedAt { get; internal set; }

    /// <summary>What it waits for, or null.</summary>
    public StepWait? Wait { get; internal set; }

    /// <summary>Whether its result was taken over from an earlier run.</summary>
    public bool Reused { get; internal set; }

    /// <summary>Whether somebody gave its result, in this run or in the one that it was taken over from.</summary>
    public bool Pinned { get; internal set; }

    /// <summary>Whether this is the pseudo-step that evaluates a scope's output; records leave it out.</summary>
    public bool IsOutput => Plan.Type == PlanStep.OutputType;

    /// <summary>The step's path in the run, for example <c>loop[17]/fetch</c>.</summary>
    public string Path => Scope.PathPrefix + Plan.Id;

    /// <summary>How other steps see it.</summary>
    public StepView View => new(Status, Output, Error, Port, Pinned);

    internal ScopeInstance Scope { get; }

    /// <summary>Whether the step was skipped because an edge it depends on is broken, rather than not taken.</summary>
    internal bool SkippedByBrokenEdge { get; set; }

    /// <summary>Whether an <c>on: always</c> edge started it: then neither a failure elsewhere nor a cancel stops it.</summary>
    internal bool IsCleanUp { get; set; }

    /// <summary>Whether nothing new may start in it and what it waits for is given up.</summary>
    internal bool IsDrained => Scope.Mode != DrainMode.None && !IsCleanUp;

    /// <summary>Id of the <see cref="ExecuteStep"/> or <see cref="StartChild"/> awaited, or 0.</summary>
    internal int PendingCommand { get; set; }

    /// <summary>Id of the timer for its timeout, or 0.</summary>
    internal int TimeoutTimer { get; set; }

    /// <summary>Id of the timer for a retry or a time it waits for, or 0.</summary>
    internal int WaitTimer { get; set; }

    /// <summary>The answer to hand over when it starts after a pause, or null.</summary>
    internal StepResume? ResumeWhenReady { get; set; }

    /// <summary>The state of its loop, or null.</summary>
    internal LoopState? Loop { get; set; }
}

/// <summary>What a step waits for.</summary>
/// <param name="Since">Since when.</param>
/// <param name="Until">A time, or null.</param>
/// <param name="Signal">A signal's name, or null.</param>
/// <param name="ChildRunId">A child run, or null.</param>
/// <param name="Details">More for people, or null.</param>
public sealed record StepWait(
    DateTimeOffset Since,
    DateTimeOffset? Until,
    string? Signal,
    string? ChildRunId,
    Payload? Details
)
{
    /// <summary>The limit that holds the attempt up before it has begun, in words; null when it is the step that waits.</summary>
    public string? Limit { get; init; }

    /// <summary>With <see cref="Limit"/>: its place in the queue there.</summary>
    internal long Ticket { get; init; }
}
