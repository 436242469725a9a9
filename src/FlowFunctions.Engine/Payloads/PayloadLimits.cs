namespace FlowFunctions.Engine.Payloads;

/// <summary>From which sizes on values are treated differently.</summary>
public sealed record PayloadLimits
{
    /// <summary>The largest value in bytes that stands in a history itself; a larger one goes to the payload store. By default 16 KB.</summary>
    public int MaxInlineBytes { get; init; } = 16 * 1024;

    /// <summary>The largest value in bytes; by default 100 MB.</summary>
    public int MaxBytes { get; init; } = 100 * 1024 * 1024;

    /// <summary>
    /// Bytes of stored values kept in memory for steps that use them again; by default 64 MB. A value counts twice, for its text and
    /// its parsed form.
    /// </summary>
    public long CacheBytes { get; init; } = 64 * 1024 * 1024;
}
