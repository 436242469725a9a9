using FlowFunctions.Engine.Embedded.Journal;

namespace FlowFunctions.Engine.Embedded;

/// <summary>Settings of an <see cref="EmbeddedEngine"/>.</summary>
public sealed record EmbeddedEngineOptions
{
    /// <summary>The journal's directory. It is created if need be; one process at a time may use it.</summary>
    public required string Directory { get; init; }

    /// <summary>What an acknowledged event survives; a power cut, by default.</summary>
    public Durability Durability { get; init; } = Durability.Flush;

    /// <summary>Loops that runs are spread over; 1 to 64, by default the number of processors, at most 4.</summary>
    public int Shards { get; init; } = Math.Clamp(Environment.ProcessorCount, 1, 4);

    /// <summary>Steps executed at once; 1 to 10,000, by default 32. Steps that only wait do not count.</summary>
    public int MaxConcurrentSteps { get; init; } = 32;

    /// <summary>
    /// Runs open at once, by default 100,000; further ones are refused with <see cref="TooManyRunsException"/>. Child runs count
    /// but are never refused, because their parents could not end without them.
    /// </summary>
    public int MaxOpenRuns { get; init; } = 100_000;

    /// <summary>Results of finished runs kept in memory for <see cref="EmbeddedEngine.WaitAsync"/>, by default 10,000.</summary>
    public int MaxFinishedRuns { get; init; } = 10_000;

    /// <summary>
    /// The largest event in bytes, by default 32 MB; 1 KB to 128 MB. A larger output fails its step with the code
    /// <c>Output.TooLarge</c>; a larger input or signal is refused.
    /// </summary>
    public int MaxEventBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>A journal file that has grown to this many bytes is followed by a new one; 4 KB to 1 GB, by default 64 MB.</summary>
    public long SegmentBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>How long <see cref="EmbeddedEngine.DisposeAsync"/> waits for steps that do not stop when told to; by default 5 s.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where the loops run; tests bring one that carries them out in an order of its own.</summary>
    internal TaskScheduler Scheduler { get; init; } = TaskScheduler.Default;

    internal JournalSettings Journal =>
        new()
        {
            Durability = Durability,
            SegmentBytes = SegmentBytes,
            ReserveBytes = (int)Math.Min(SegmentBytes, 1024 * 1024),
            TimeProvider = TimeProvider,
            Scheduler = Scheduler,
        };

    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    internal void Check()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(Directory);
        CheckRange(Shards, 1, 64, nameof(Shards));
        CheckRange(MaxConcurrentSteps, 1, 10_000, nameof(MaxConcurrentSteps));
        CheckRange(MaxOpenRuns, 1, int.MaxValue, nameof(MaxOpenRuns));
        CheckRange(MaxFinishedRuns, 0, int.MaxValue, nameof(MaxFinishedRuns));
        CheckRange(MaxEventBytes, 1024, 128 * 1024 * 1024, nameof(MaxEventBytes));
        CheckRange(SegmentBytes, 4096, 1024 * 1024 * 1024, nameof(SegmentBytes));
    }

    private static void CheckRange(long value, long least, long most, string name)
    {
        if (value < least || value > most)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be between {least} and {most}.");
        }
    }
}
