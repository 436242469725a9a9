namespace FlowFunctions.Engine.Embedded.Journal;

/// <summary>Another process has the journal open; the message says what to do.</summary>
public sealed class JournalInUseException : JournalException
{
    /// <summary>Without a message.</summary>
    public JournalInUseException() { }

    /// <summary>With a message.</summary>
    public JournalInUseException(string message)
        : base(message) { }

    /// <summary>With a message and its cause.</summary>
    public JournalInUseException(string message, Exception? innerException)
        : base(message, innerException) { }
}
