namespace FlowFunctions.Engine.Embedded.Journal;

/// <summary>
/// Where segments live. The real one is a directory (<see cref="JournalDirectory"/>); tests bring disks that fail, which no real
/// disk does on demand. Segments are numbered from 1 without gaps.
/// </summary>
internal interface IJournalStorage : IDisposable
{
    /// <summary>Numbers of the segments, ascending.</summary>
    IReadOnlyList<int> Segments();

    /// <summary>A segment's name for messages.</summary>
    string NameOf(int segment);

    /// <summary>A segment's length in bytes.</summary>
    long LengthOf(int segment);

    /// <summary>Opens a segment to read it from its start; it may be open for writing, too.</summary>
    Stream OpenRead(int segment);

    /// <summary>Creates an empty segment so that it is still there after a power cut, or empties one that exists.</summary>
    IJournalSegment Create(int segment);

    /// <summary>Opens a segment to append to it.</summary>
    /// <param name="segment">Its number.</param>
    /// <param name="length">Its length; what stands behind it is cut off.</param>
    IJournalSegment Open(int segment, long length);

    /// <summary>Deletes a segment.</summary>
    void Delete(int segment);
}

/// <summary>A segment that is open for writing.</summary>
internal interface IJournalSegment : IDisposable
{
    /// <summary>Writes all bytes at an offset.</summary>
    /// <exception cref="IOException">They could not all be written.</exception>
    void Write(ReadOnlySpan<byte> bytes, long offset);

    /// <summary>Cuts off what stands behind a length.</summary>
    /// <exception cref="IOException">That is not possible.</exception>
    void Truncate(long length);

    /// <summary>Returns when everything written is on the disk.</summary>
    /// <exception cref="IOException">That is not certain.</exception>
    void Flush();
}
