using FlowFunctions.Engine.Runs;

namespace FlowFunctions.Storage.Runs;

/// <summary>What lists show of a run.</summary>
public sealed record RunHeader
{
    /// <summary>The run: up to 128 characters of letters, digits, <c>-</c>, <c>_</c>, <c>.</c> and <c>~</c>, best of the engine's own form.</summary>
    public required string RunId { get; init; }

    /// <summary>The tenant it belongs to.</summary>
    public required string Workspace { get; init; }

    /// <summary>The flow.</summary>
    public required string FlowId { get; init; }

    /// <summary>The number of the flow's version, or null.</summary>
    public int? FlowVersion { get; init; }

    /// <summary>Hash of the plan it runs.</summary>
    public required string PlanHash { get; init; }

    /// <summary>Its state.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>Since when it waited for admission, or null.</summary>
    public DateTimeOffset? QueuedAt { get; init; }

    /// <summary>When it started, or null.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended, or null.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>What started it, for example <c>http</c>, or null.</summary>
    public string? TriggerKind { get; init; }

    /// <summary>Which of its flow's triggers started it, or null when none did.</summary>
    public string? TriggerId { get; init; }

    /// <summary>Why it did not succeed, or null.</summary>
    public RunError? Error { get; init; }

    /// <summary>The run that called it, or null. A run with one is found by it, not in other lists.</summary>
    public string? ParentRunId { get; init; }

    /// <summary>The run that it repeats, or null.</summary>
    public string? RerunOf { get; init; }

    /// <summary>Whether a blob holds the history, which must be deleted with it.</summary>
    internal bool HasHistoryBlob { get; init; }
}

/// <summary>Why a run did not succeed.</summary>
/// <param name="Code">A code such as <c>Http.500</c>.</param>
/// <param name="Message">What happened; beyond 2,000 characters it is cut.</param>
/// <param name="Step">The path of the step, or null.</param>
public sealed record RunError(string Code, string Message, string? Step);
