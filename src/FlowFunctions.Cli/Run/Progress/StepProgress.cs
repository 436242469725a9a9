using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Cli.Run.Progress;

/// <summary>How far a step has come, kept apart from the engine's state so that it can be drawn at any time.</summary>
/// <param name="Plan">The step.</param>
/// <param name="Path">Its path from the run that was started, called flows included: <c>loop[17]/call/step</c>.</param>
internal sealed record StepProgress(PlanStep Plan, string Path)
{
    /// <summary>The engine's run that it belongs to: the one that was started, or a child of it.</summary>
    public string RunId { get; private set; } = "";

    public StepStatus Status { get; private set; }

    /// <summary>Whether it has been reached; a step that has not is only foreseen by the plan.</summary>
    public bool IsReached { get; private set; }

    public int Attempt { get; private set; }

    public DateTimeOffset? StartedAt { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    public StepError? Error { get; private set; }

    public StepWait? Wait { get; private set; }

    /// <summary>The iterations of a loop so far, by their number.</summary>
    public SortedDictionary<int, ScopeProgress> Iterations { get; } = [];

    /// <summary>Iterations in all, or null when that is not known (yet).</summary>
    public int? Total { get; set; }

    /// <summary>Iterations that have ended.</summary>
    public int Finished { get; set; }

    /// <summary>The steps of the flow it calls, or null.</summary>
    public ScopeProgress? Called { get; set; }

    /// <summary>Whether it stands in an iteration of a loop.</summary>
    public bool IsInLoop => Path.Contains('[', StringComparison.Ordinal);

    public bool IsActive => IsReached && !Status.IsTerminal();

    /// <summary>The signal that it waits for now, or null.</summary>
    public string? AwaitedSignal => IsActive ? Wait?.Signal : null;

    /// <summary>The iterations of a loop, or the flow that it calls.</summary>
    public IEnumerable<ScopeProgress> Inner() => Called is null ? Iterations.Values : [Called];

    /// <summary>Takes over what the engine says.</summary>
    /// <param name="step">The step; it may be ahead of the status.</param>
    /// <param name="status">The state it came into.</param>
    /// <param name="at">When.</param>
    /// <param name="runId">The engine's run that it belongs to.</param>
    public void Update(StepInstance step, StepStatus status, DateTimeOffset at, string runId)
    {
        IsReached = true;
        RunId = runId;
        Status = status;
        Attempt = step.Attempt;
        StartedAt = step.StartedAt;
        EndedAt = status.IsTerminal() ? step.EndedAt ?? at : null;
        Error = step.Error;
        Wait = status == StepStatus.Waiting ? step.Wait : null;
    }
}
