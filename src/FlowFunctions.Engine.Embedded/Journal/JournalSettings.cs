using FlowFunctions.Engine.Embedded.Diagnostics;

namespace FlowFunctions.Engine.Embedded.Journal;

/// <summary>Sizes and promises of a journal.</summary>
internal sealed record JournalSettings
{
    /// <summary>What an acknowledged record survives.</summary>
    public Durability Durability { get; init; } = Durability.Flush;

    /// <summary>A segment that has grown to this many bytes is followed by a new one.</summary>
    public long SegmentBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>
    /// Space made ready ahead of the records: flushing into it is cheaper, and it is what runs that are open go on with when the
    /// disk is full.
    /// </summary>
    public int ReserveBytes { get; init; } = 1024 * 1024;

    /// <summary>What measures it, or null.</summary>
    public EngineMetrics? Metrics { get; init; }

    /// <summary>How many entries may wait to be written; then appending waits.</summary>
    public int QueueLength { get; init; } = 4096;

    /// <summary>The oldest segment is cleaned when less than this share of it is needed.</summary>
    public double CleanBelowShare { get; init; } = 0.25;

    /// <summary>With more segments than this the oldest is cleaned also when less than half of all is needed.</summary>
    public int CleanAboveSegments { get; init; } = 4;

    /// <summary>The clock of the pauses between attempts to write.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where the writer's loop runs.</summary>
    public TaskScheduler Scheduler { get; init; } = TaskScheduler.Default;
}
