namespace FlowFunctions.Storage.Logs;

/// <summary>How logs are written.</summary>
internal sealed record LogLimits
{
    /// <summary>From so many bytes on they are stored at once.</summary>
    public int FlushBytes { get; init; } = 64 * 1024;

    /// <summary>Bytes that may wait while storage is slow; of lines beyond, their number is kept only.</summary>
    public int BufferBytes { get; init; } = 1024 * 1024;

    /// <summary>The length of a log in bytes.</summary>
    public long MaxBytes { get; init; } = 10 * 1024 * 1024;

    /// <summary>Appends of a log. The service takes 50,000; one is for the last line.</summary>
    public int MaxBlocks { get; init; } = 49_999;

    /// <summary>
    /// How long a line waits for others: a second. A log that has taken a fifth of its appends waits four times as long, and so on, so that
    /// one that grows slowly can go on for weeks.
    /// </summary>
    /// <param name="blocks">Appends so far.</param>
    public TimeSpan FlushInterval(int blocks) => TimeSpan.FromSeconds(1 << (2 * Math.Min(blocks / (MaxBlocks / 5), 4)));
}
