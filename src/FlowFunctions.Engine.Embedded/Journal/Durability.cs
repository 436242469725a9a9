namespace FlowFunctions.Engine.Embedded.Journal;

/// <summary>What an acknowledged event survives.</summary>
public enum Durability
{
    /// <summary>A crash of the process and a power cut: every group of records is flushed to the disk.</summary>
    Flush,

    /// <summary>A crash of the process, but not of the machine: records are handed to the operating system.</summary>
    Buffered,
}
