namespace FlowFunctions.Engine.Embedded.Journal;

/// <summary>A journal file holds something that was not written there. Nothing is guessed and nothing is changed.</summary>
public sealed class JournalCorruptException : JournalException
{
    /// <summary>Names the place.</summary>
    /// <param name="file">The file.</param>
    /// <param name="offset">The offset of the first byte that is wrong.</param>
    /// <param name="problem">What is wrong there, as a sentence without its end.</param>
    public JournalCorruptException(string file, long offset, string problem)
        : base(
            $"The journal file '{file}' is damaged at offset {offset}: {problem}. Nothing was changed. Restore the directory "
                + "from a backup, or move it away to start with an empty one (the runs in it are then lost)."
        )
    {
        File = file;
        Offset = offset;
    }

    /// <summary>Without a message.</summary>
    public JournalCorruptException() { }

    /// <summary>With a message.</summary>
    public JournalCorruptException(string message)
        : base(message) { }

    /// <summary>With a message and its cause.</summary>
    public JournalCorruptException(string message, Exception? innerException)
        : base(message, innerException) { }

    /// <summary>The damaged file.</summary>
    public string File { get; } = "";

    /// <summary>Offset of the first byte that is wrong.</summary>
    public long Offset { get; }
}
