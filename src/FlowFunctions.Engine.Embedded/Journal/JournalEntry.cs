namespace FlowFunctions.Engine.Embedded.Journal;

/// <summary>Something to be made durable, and what happens then.</summary>
internal abstract class JournalEntry
{
    /// <summary>The record's payload; not empty, and unchanged until <see cref="Complete"/>.</summary>
    public abstract ReadOnlyMemory<byte> Record { get; }

    /// <summary>Whether the segment it is written to must be kept until somebody unpins it.</summary>
    public virtual bool PinsSegment => false;

    /// <summary>The segment it was written to.</summary>
    public int Segment { get; set; }

    /// <summary>Called once, on the journal's writer, which it must not hold up.</summary>
    /// <param name="failure">Null when the record is durable.</param>
    public abstract void Complete(JournalException? failure);
}
