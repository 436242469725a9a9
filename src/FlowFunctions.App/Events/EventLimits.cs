namespace FlowFunctions.App.Events;

/// <summary>The numbers of live events; tests bring smaller ones.</summary>
internal sealed record EventLimits
{
    /// <summary>Readers of one run at once; further ones are refused with 429.</summary>
    public int ReadersOfRun { get; init; } = 100;

    /// <summary>Readers in all at once; further ones are refused with 503.</summary>
    public int Readers { get; init; } = 1_000;

    /// <summary>Events of a run that a reader may be behind, and that a resume finds.</summary>
    public int EventsOfRun { get; init; } = 1_000;

    /// <summary>The same for the events of all runs.</summary>
    public int EventsOfAllRuns { get; init; } = 10_000;

    /// <summary>Bytes that the recent events of one run, or of all runs, may take: 4 MB.</summary>
    public long Bytes { get; init; } = 4L * 1024 * 1024;

    /// <summary>Bytes that all recent events together should take; beyond it each run keeps <see cref="ScarceBytes"/> only: 64 MB.</summary>
    public long TotalBytes { get; init; } = 64L * 1024 * 1024;

    /// <summary>What a run may keep when memory is scarce: 64 KB.</summary>
    public long ScarceBytes { get; init; } = 64 * 1024;

    /// <summary>A log line is cut after this many characters.</summary>
    public int LogLineLength { get; init; } = 8 * 1024;

    /// <summary>How often a silent stream says that it lives, and that what a run waits for is looked at again.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long events are kept for a reader that may come back.</summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Runs whose events are kept for readers that may come back; the oldest are let go first.</summary>
    public int LingeringRuns { get; init; } = 200;

    /// <summary>A reader whose connection takes nothing for this long is cut off.</summary>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>When a browser connects again: what <c>retry:</c> says.</summary>
    public TimeSpan Retry { get; init; } = TimeSpan.FromSeconds(2);
}
