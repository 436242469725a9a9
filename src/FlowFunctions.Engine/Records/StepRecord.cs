using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Steps;

namespace FlowFunctions.Engine.Records;

/// <summary>What is known of a step that a run has reached. Large values in it are references.</summary>
public sealed record StepRecord
{
    /// <summary>The step's path in the run, for example <c>loop[17]/fetch</c>.</summary>
    public required string Path { get; init; }

    /// <summary>The step's id in the flow.</summary>
    public required string StepId { get; init; }

    /// <summary>The step's type.</summary>
    public required string Type { get; init; }

    /// <summary>Its state.</summary>
    public required StepStatus Status { get; init; }

    /// <summary>The attempt that was begun last, from 1; 0 when none was, as for a step that was skipped or reused.</summary>
    public int Attempt { get; init; }

    /// <summary>When its first attempt started, or null.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended, or null.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Its output, or null.</summary>
    public Payload? Output { get; init; }

    /// <summary>The error of its last failed attempt, or null; also null after a success.</summary>
    public StepError? Error { get; init; }

    /// <summary>The port it chose, or null.</summary>
    public string? Port { get; init; }

    /// <summary>Whether its result was taken over from an earlier run, or was pinned, so that it was not executed.</summary>
    public bool Reused { get; init; }

    /// <summary>Whether somebody gave its result; see <see cref="Runs.PinnedSeeds"/>.</summary>
    public bool Pinned { get; init; }

    /// <summary>What it waits for, or null.</summary>
    public StepWait? Wait { get; init; }

    /// <summary>Its attempts in order. Without those of an earlier attempt of the loop around it.</summary>
    public IReadOnlyList<AttemptRecord> Attempts { get; init; } = [];

    /// <summary>The runs that it started: of a called flow, or of the parts of a long loop.</summary>
    public IReadOnlyList<string> ChildRunIds { get; init; } = [];

    /// <summary>For a <c>foreach</c> whose items are known: the number of its iterations in this run and its child runs; else null.</summary>
    public int? Total { get; init; }

    /// <summary>
    /// For a loop: iterations that have ended. Those of a child run are counted together when it has ended; of one that ended the
    /// loop the number is not known here, so they are left out.
    /// </summary>
    public int? Finished { get; init; }
}

/// <summary>An attempt of a step.</summary>
/// <param name="Number">From 1.</param>
/// <param name="StartedAt">When it started.</param>
/// <param name="EndedAt">When it ended, or null.</param>
/// <param name="Error">Why it did not succeed, or null.</param>
public sealed record AttemptRecord(int Number, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, StepError? Error);
