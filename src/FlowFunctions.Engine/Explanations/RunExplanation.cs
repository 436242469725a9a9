using FlowFunctions.Engine.Runs;

namespace FlowFunctions.Engine.Explanations;

/// <summary>Why an open run has not ended yet.</summary>
/// <param name="Status">Its state.</param>
/// <param name="Since">When it started, or since when it waits for admission.</param>
/// <param name="Reasons">What it waits for; empty when it just goes on.</param>
public sealed record RunExplanation(RunStatus Status, DateTimeOffset Since, IReadOnlyList<WaitReason> Reasons);

/// <summary>Something that a run waits for.</summary>
/// <param name="Path">The step's path; empty when it is the run as a whole.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Since">Since when, or null when that is not known.</param>
/// <param name="Message">The same in plain words, and what to do.</param>
public sealed record WaitReason(string Path, WaitKind Kind, DateTimeOffset? Since, string Message)
{
    /// <summary>When it ends by itself, or null.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Its place in a queue, from 1, or null when it is in none.</summary>
    public int? Place { get; init; }

    /// <summary>The run, signal or limit that it waits for, or null.</summary>
    public string? Target { get; init; }
}

/// <summary>What a run can wait for.</summary>
public enum WaitKind
{
    /// <summary>A place among the open runs of its flow.</summary>
    Admission,

    /// <summary>Somebody to resume it.</summary>
    Resume,

    /// <summary>A step to be executed, as soon as a limit allows it.</summary>
    Worker,

    /// <summary>A step's turn under a limit of its workspace.</summary>
    Limit,

    /// <summary>A step that is being executed.</summary>
    Execution,

    /// <summary>The next attempt of a step.</summary>
    Retry,

    /// <summary>A time.</summary>
    Time,

    /// <summary>A signal.</summary>
    Signal,

    /// <summary>A person's decision.</summary>
    Approval,

    /// <summary>A child run.</summary>
    Child,

    /// <summary>The disk: what has happened is being made durable.</summary>
    Journal,

    /// <summary>Nothing: a defect of the engine.</summary>
    Nothing,
}
