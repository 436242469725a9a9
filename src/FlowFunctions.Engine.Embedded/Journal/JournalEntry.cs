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

    /// <summary>Whether it begins something that somebody waits for, who would rather be refused than wait until there is room again.</summary>
    public virtual bool MayBeRefused => false;

    /// <summary>Ended runs whose records nobody needs any more when it is durable.</summary>
    public virtual IReadOnlyCollection<KeptRun> Released => [];

    /// <summary>Called once, on the journal's writer, which it must not hold up.</summary>
    /// <param name="failure">Null when the record is durable.</param>
    public abstract void Complete(JournalException? failure);

    /// <summary>
    /// Called instead of <see cref="Complete"/> when there is no room for an entry that may be refused; nothing of it is in the journal.
    /// </summary>
    /// <param name="reason">Why.</param>
    public virtual void Withdraw(JournalUnavailableException reason) => Complete(reason);
}
