using FlowFunctions.Engine.Embedded.Diagnostics;

namespace FlowFunctions.Engine.Embedded.Journal;

/// <summary>Sizes and promises of a journal.</summary>
internal sealed record JournalSettings
{
    /// <summary>What an acknowledged record survives.</summary>
    public Durability Durability { get; init; } = Durability.Flush;

    /// <summary>A segment that has grown to this many bytes is followed by a new one.</summary>
    public long SegmentBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>What measures it, or null.</summary>
    public EngineMetrics? Metrics { get; init; }

    /// <summary>How many entries may wait to be written; then appending waits.</summary>
    public int QueueLength { get; init; } = 4096;
}
