namespace FlowFunctions.Storage.Logs;

/// <summary>The log of a step attempt.</summary>
/// <param name="Key">The attempt.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="UpdatedAt">When it was last written to.</param>
public sealed record LogAttempt(LogKey Key, long Length, DateTimeOffset UpdatedAt);

/// <summary>Whole lines of a log.</summary>
/// <param name="Bytes">Lines <c>{"at","level","text"}</c> in UTF-8, each with its line feed; none when nothing follows yet.</param>
/// <param name="NextOffset">Where to read on, in bytes.</param>
/// <param name="Length">The length of the whole log in bytes.</param>
public sealed record LogPart(ReadOnlyMemory<byte> Bytes, long NextOffset, long Length);
