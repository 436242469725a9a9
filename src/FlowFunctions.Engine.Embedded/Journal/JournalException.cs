namespace FlowFunctions.Engine.Embedded.Journal;

/// <summary>The journal cannot do what was asked; the message says why and what to do.</summary>
public class JournalException : Exception
{
    /// <summary>Without a message.</summary>
    public JournalException() { }

    /// <summary>With a message.</summary>
    public JournalException(string message)
        : base(message) { }

    /// <summary>With a message and its cause.</summary>
    public JournalException(string message, Exception? innerException)
        : base(message, innerException) { }
}
