using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;

namespace FlowFunctions.Engine.DurableTask;

/// <summary>A run as people find it. It can be stored without its plan at hand.</summary>
public sealed record ArchivedRun
{
    /// <summary>What it started from; large values in it are references.</summary>
    public required RunStart Start { get; init; }

    /// <summary>Its flow.</summary>
    public required string FlowId { get; init; }

    /// <summary>How it stands.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>Since when it waited for admission, or null.</summary>
    public DateTimeOffset? QueuedAt { get; init; }

    /// <summary>When it started, or null.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended, or null.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Why it did not succeed, or null.</summary>
    public StepError? Error { get; init; }

    /// <summary>Its events as <see cref="Engine.History.HistoryWriter"/> writes them; empty for a run that was just accepted.</summary>
    public ReadOnlyMemory<byte> History { get; init; }
}
