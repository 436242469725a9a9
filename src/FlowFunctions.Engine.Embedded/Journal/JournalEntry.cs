using FlowFunctions.Engine.Embedded.Retention;

namespace FlowFunctions.Engine.Embedded.Journal;

/// <summary>Something to be made durable, and what happens then.</summary>
internal abstract class JournalEntry
{
    /// <summary>The record's payload; not empty, and unchanged until <see cref="Complete"/>.</summary>
    public abstract ReadOnlyMemory<byte> Record { get; }

    /// <summary>The run whose next turn it is, or null for a record that nobody needs later.</summary>
    public virtual LiveRun? Live => null;

    /// <summary>Whether the run ends with it.</summary>
    public virtual bool EndsRun => false;

    /// <summary>Ended runs whose records nobody needs any more when it is durable.</summary>
    public virtual IReadOnlyCollection<KeptRun> Released => [];

    /// <summary>Called once, on the journal's writer, which it must not hold up.</summary>
    /// <param name="failure">Null when the record is durable.</param>
    public abstract void Complete(JournalException? failure);
}
