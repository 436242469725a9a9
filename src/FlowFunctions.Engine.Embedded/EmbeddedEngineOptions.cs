using System.Collections.Frozen;
using FlowFunctions.Engine.Admission;
using FlowFunctions.Engine.Embedded.Dispatch;
using FlowFunctions.Engine.Embedded.Journal;
using FlowFunctions.Engine.Payloads;

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
    /// Steps of one workspace executed at once while other workspaces have steps due or executed; by default four fifths of
    /// <see cref="MaxConcurrentSteps"/>, rounded up. A workspace that is alone may have all.
    /// </summary>
    public int? MaxConcurrentStepsPerWorkspace { get; init; }

    /// <summary>Steps of a type executed at once, by type; a type without an entry has no limit of its own. None by default.</summary>
    public IReadOnlyDictionary<string, int> MaxConcurrentByType { get; init; } = FrozenDictionary<string, int>.Empty;

    /// <summary>
    /// Runs that may wait for admission by one value of a flow's <c>settings.concurrency.key</c>, by default 1,000; further ones are
    /// refused with <see cref="ConcurrencyLimitException"/>.
    /// </summary>
    public int MaxQueuedRunsPerKey { get; init; } = 1_000;

    /// <summary>
    /// Bytes of events and values that open runs may hold, by default 1 GB, or half of the memory that the process may use when
    /// that is less; then new runs are refused with <see cref="TooManyRunsException"/>. It is what the journal holds of them, which
    /// is about what they take in memory.
    /// </summary>
    public long MaxOpenBytes { get; init; } = Math.Min(1L << 30, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2);

    /// <summary>How often the watchdog looks while runs are open, by default each minute.</summary>
    public TimeSpan WatchEvery { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>An execution that goes on for longer is reported and explained as slow; by default 15 minutes.</summary>
    public TimeSpan StuckAfter { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// Runs open at once, by default 100,000; further ones are refused with <see cref="TooManyRunsException"/>. Child runs count
    /// but are never refused, because their parents could not end without them.
    /// </summary>
    public int MaxOpenRuns { get; init; } = 100_000;

    /// <summary>Results of finished runs kept in memory for <see cref="EmbeddedEngine.WaitAsync"/>, by default 10,000.</summary>
    public int MaxFinishedRuns { get; init; } = 10_000;

    /// <summary>
    /// Whether the history of a run that has ended stays in the journal until <see cref="EmbeddedEngine.Release"/>, so that after a
    /// restart the recorder is told of it again; by default not. Segments with such runs are not deleted, so who turns it on must
    /// release.
    /// </summary>
    public bool KeepsFinished { get; init; }

    /// <summary>
    /// The largest value in bytes that the journal itself holds, by default and at most 16 KB, at least 64; larger ones are files
    /// beside it.
    /// </summary>
    public int MaxInlinePayloadBytes { get; init; } = 16 * 1024;

    /// <summary>
    /// The largest value in bytes, by default 100 MB; 1 KB to 1 GB. A larger output fails its step with the code
    /// <c>Output.TooLarge</c>; a larger input or signal is refused.
    /// </summary>
    public int MaxPayloadBytes { get; init; } = 100 * 1024 * 1024;

    /// <summary>
    /// Memory in bytes for large values that steps are likely to use again, by default 64 MB; 0 to 64 GB. Values beyond it are
    /// read again from their files.
    /// </summary>
    public long PayloadCacheBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>
    /// How often large values that no run refers to any more are looked for, by default every 10 minutes; 1 second to 1 day. They are
    /// deleted when they are found for the second time in a row.
    /// </summary>
    public TimeSpan PayloadSweepInterval { get; init; } = TimeSpan.FromMinutes(10);

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

    internal PayloadLimits Payloads =>
        new()
        {
            MaxInlineBytes = Math.Min(MaxInlinePayloadBytes, MaxPayloadBytes),
            MaxBytes = MaxPayloadBytes,
            CacheBytes = PayloadCacheBytes,
        };

    internal DispatchLimits Dispatch =>
        new(
            MaxConcurrentSteps,
            MaxConcurrentStepsPerWorkspace ?? (MaxConcurrentSteps * 4 + 4) / 5,
            MaxConcurrentByType.ToFrozenDictionary(StringComparer.Ordinal)
        );

    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    internal void Check()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(Directory);
        CheckRange(Shards, 1, 64, nameof(Shards));
        CheckRange(MaxConcurrentSteps, 1, 10_000, nameof(MaxConcurrentSteps));
        CheckRange(MaxConcurrentStepsPerWorkspace ?? 1, 1, MaxConcurrentSteps, nameof(MaxConcurrentStepsPerWorkspace));
        foreach (var (type, most) in MaxConcurrentByType)
        {
            CheckRange(most, 1, 10_000, $"{nameof(MaxConcurrentByType)}[{type}]");
        }

        CheckRange(MaxQueuedRunsPerKey, 1, int.MaxValue, nameof(MaxQueuedRunsPerKey));
        CheckRange(MaxOpenBytes, 1024, long.MaxValue, nameof(MaxOpenBytes));
        CheckRange((long)WatchEvery.TotalSeconds, 1, 24 * 60 * 60, $"{nameof(WatchEvery)} (in seconds)");
        CheckRange(MaxOpenRuns, 1, int.MaxValue, nameof(MaxOpenRuns));
        CheckRange(MaxFinishedRuns, 0, int.MaxValue, nameof(MaxFinishedRuns));
        CheckRange(MaxInlinePayloadBytes, 64, 16 * 1024, nameof(MaxInlinePayloadBytes));
        CheckRange(MaxPayloadBytes, 1024, 1024 * 1024 * 1024, nameof(MaxPayloadBytes));
        CheckRange(PayloadCacheBytes, 0, 64L * 1024 * 1024 * 1024, nameof(PayloadCacheBytes));
        CheckRange(
            (long)PayloadSweepInterval.TotalSeconds,
            1,
            24 * 60 * 60,
            nameof(PayloadSweepInterval) + " in seconds"
        );
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
